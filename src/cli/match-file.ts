import { readFile } from 'node:fs/promises';
import { TrainspotError } from '../core/errors.ts';
import type { NoticeMatch } from '../api/notice.ts';
import { NO_GROUND } from '../core/no-ground.ts';

/**
 * The matches in a file of JSON: one of a check, a list of them, or a whole answer of a check: what was found, or where
 * that is nothing, what holds a part of the picture.
 * @throws TrainspotError `usage` where it holds none, or something else, or what only looks similar
 */
export async function matchesIn(file: string): Promise<NoticeMatch[]> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) throw new TrainspotError('usage', `--match: there is no file '${file}'.`);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new TrainspotError('usage', `--match: '${file}' is no JSON.`);
  }
  const found = [data].flat().flatMap((one) => foundIn(one as Partial<Answer> | null) ?? [one]);
  for (const one of found) {
    const { dataset, release, rowId, url } = (one ?? {}) as Record<string, unknown>;
    if ([dataset, release, rowId, url].some((part) => typeof part !== 'string')) {
      throw new TrainspotError(
        'usage',
        `--match: '${file}' holds something without dataset, release, rowId and url.`,
      );
    }
  }
  const matches = found as NoticeMatch[];
  const similar = [data].flat().some((one) => ((one as Partial<Answer> | null)?.lookAlikes ?? []).length > 0);
  if (matches.some(({ grade }) => grade === 'look-alike') || (matches.length === 0 && similar)) {
    throw new TrainspotError('usage', `--match: '${file}' holds a look-alike. ${NO_GROUND}`);
  }
  return matches;
}

function foundIn(answer: Partial<Answer> | null): unknown[] | null {
  if (!answer?.matches) return null;
  return answer.matches.length > 0 ? answer.matches : (answer.parts ?? []);
}

/** Of a check, as far as it is read here. */
interface Answer {
  matches: unknown[];
  parts: unknown[];
  lookAlikes: unknown[];
}
