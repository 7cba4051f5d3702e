import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Value from 'typebox/value';
import { TrainspotError } from '../core/errors.ts';
import type { ModelCard } from '../core/model-card.ts';
import { hasCode } from '../core/system-error.ts';
import { grouped } from '../core/words/counts.ts';
import { FloorReportSchema, type FloorReport } from './floor-report.ts';
import { onDisk } from './on-disk.ts';
import { installedRevision } from './store.ts';
import { replaceWhole } from './whole-file.ts';

/**
 * Where the floors that were measured of a card lie: beside the model's files, one file a card, since cards of one model
 * feed it differently; of a bundled model in a folder of its name.
 */
export function floorsPath({ name, repository }: ModelCard, modelsDir: string): string {
  const folder = (repository ?? name).replaceAll('/', '--');
  return join(modelsDir, folder, `floors-${name.replaceAll('/', '--')}.json`);
}

/**
 * What was measured of a card's model here; null where nothing was, or of other weights than are installed now.
 * @throws TrainspotError `model-file-mismatch` where the file cannot be read as a report
 */
async function readFloorReport(card: ModelCard, modelsDir: string): Promise<FloorReport | null> {
  let report: FloorReport;
  try {
    report = Value.Parse(FloorReportSchema, JSON.parse(await readFile(floorsPath(card, modelsDir), 'utf8')));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw new TrainspotError(
      'model-file-mismatch',
      `The floors that were measured of ${card.name} cannot be read. Measure them again: npx trainspot calibrate --model ${card.name} --pictures DIR`,
      { cause: error },
    );
  }
  const revision = await installedRevision(card, modelsDir).catch(() => null);
  return report.model === card.name && report.modelRevision === revision ? report : null;
}

/** @throws TrainspotError `download-failed` with the system's own word where the disk does not take it */
export async function writeFloorReport(
  card: ModelCard,
  modelsDir: string,
  report: FloorReport,
): Promise<string> {
  const path = floorsPath(card, modelsDir);
  await onDisk(async () => {
    await mkdir(dirname(path), { recursive: true });
    await replaceWhole(path, `${JSON.stringify(report, null, 2)}\n`);
  });
  return path;
}

/** The card as it holds in this data folder: with the floors that were measured here, where any were. */
export async function cardHere(card: ModelCard, modelsDir: string): Promise<ModelCard> {
  try {
    const report = await readFloorReport(card, modelsDir);
    if (report === null) return card;
    const { floors } = report;
    const similarity = {
      ...card.similarity,
      ...floors,
      measuredBy: 'here' as const,
      measured: measuredWords(report),
    };
    return { ...card, similarity };
  } catch (error) {
    if (!(error instanceof TrainspotError)) throw error;
    return {
      ...card,
      similarity: { ...card.similarity, measured: `${error.message} ${card.similarity.measured}` },
    };
  }
}

/** What was measured, on what, in whole sentences. */
function measuredWords({ measuredOn, pictures, edits, others, wrong }: FloorReport): string {
  const sizes = others.map(({ dataset, rows, cosines: { asItLies, byBestView } }) => {
    const of = dataset === null ? '' : ` of ${dataset}`;
    return `of ${grouped(rows)}${of} other rows the nearest has at most ${cosine(asItLies.highest)} (by views ${cosine(byBestView.highest)})`;
  });
  const bound =
    wrong.asItLies === null
      ? ''
      : ` In an index of that size at most ${percent(wrong.asItLies.atMost)} of pictures have another row from the floor on, whole as they lie, with 95 % confidence.`;
  return (
    `Measured here on ${measuredOn} on ${grouped(pictures.asked)} independent pictures in ${edits.length} edits each: ` +
    `${sizes.join('; ')}.${bound} A larger index brings others nearer.`
  );
}

/** Three digits, as floors have. */
function cosine(value: number): string {
  return value.toFixed(3);
}

/** One digit, rounded up: it is said of a bound. */
function percent(share: number): string {
  return `${(Math.ceil(share * 1000) / 10).toFixed(1)} %`;
}
