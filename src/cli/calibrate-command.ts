import { counted, grouped } from '../core/words/counts.ts';
import { TrainspotError } from '../core/errors.ts';
import type { FloorReport, Share } from '../models/floor-report.ts';
import type { Config } from '../runtime/config.ts';
import { calibrateModel } from '../service/calibrate-model.ts';
import { startProgress } from './progress.ts';
import { print, printJson } from './terminal.ts';

export interface CalibrateOptions {
  model: string;
  pictures: string;
  /** Names with commas between. */
  absentFrom?: string;
  most: string;
  json?: boolean;
}

/** Measures a model's floors on a folder of pictures, and says what was measured. */
export async function calibrate(options: CalibrateOptions, config: Config): Promise<void> {
  const most = Number(options.most);
  if (!Number.isInteger(most) || most < 1) {
    throw new TrainspotError('usage', `--most is '${options.most}'; it must be a whole number from 1 on.`);
  }
  const names = options.absentFrom?.split(',').map((name) => name.trim()) ?? [];
  const request = {
    model: options.model,
    pictures: options.pictures,
    absentFrom: [...new Set(names.filter((name) => name !== ''))],
    most,
  };
  const { report, path } = await calibrateModel(request, config, startProgress);
  if (options.json) printJson(report);
  else print([...reportInWords(report), `Written to ${path}.`]);
}

/** The report as a person reads it. */
export function reportInWords(report: FloorReport): string[] {
  const { model, modelRevision, measuredOn, pictures, edits, others, nearestOthers, wrong, floors } = report;
  const unread = pictures.unreadable.slice(0, 3).map(({ name, why }) => `    not read: ${name}: ${why}`);
  return [
    `${model} (${modelRevision}), measured on ${measuredOn}`,
    `  ${counted(pictures.independent, 'independent picture')} of ${counted(pictures.files, 'file')}, ` +
      `${grouped(pictures.variants)} of them variants, ${grouped(pictures.unreadable.length)} not readable; ` +
      `${grouped(pictures.asked)} edited in ${edits.length} ways`,
    ...unread,
    '',
    `  ${'cosine to the own row: median (5 %)'.padEnd(40)} ${'as it lies'.padEnd(14)} ${'by best view'.padEnd(14)} from the floor on, at least`,
    ...edits.map(
      ({ title, cosines, fromFloor }) =>
        `  ${title.padEnd(40)} ${twoOf(cosines.asItLies.median, cosines.asItLies.low)} ` +
        `${twoOf(cosines.byBestView.median, cosines.byBestView.low)} ${atLeast(fromFloor.asItLies)}, ${atLeast(fromFloor.byBestView)}`,
    ),
    '',
    `  ${'to the nearest other row: median (highest)'.padEnd(40)}`,
    ...others.map(
      ({ dataset, rows, cosines }) =>
        `  ${`among ${grouped(rows)}${dataset === null ? '' : ` of ${dataset}`}`.padEnd(40)} ` +
        `${twoOf(cosines.asItLies.median, cosines.asItLies.highest)} ${twoOf(cosines.byBestView.median, cosines.byBestView.highest)}`,
    ),
    `  nearest of all: ${nearestOthers.picture} (${nearestOthers.edit}) and ${nearestOthers.other}, ${digits(nearestOthers.cosine)}: ` +
      'if they show one picture, list them in variants.json and measure again',
    '',
    `  "possibly" from ${floors.possiblyAsItLiesFrom ?? 'no cosine'} on as it lies, from ${floors.possiblyFrom ?? 'no cosine'} on by its best view`,
    `  of ${grouped(wrong.asItLies?.of ?? 0)} pictures that set no floor, another row was as near: ${wrongWords(wrong.asItLies)} as it lies, ` +
      `${wrongWords(wrong.byBestView)} by its best view`,
    '  A larger index brings others nearer: measure beside one with --absent-from.',
  ];
}

function twoOf(first: number, second: number): string {
  return `${digits(first)} (${digits(second)})`.padEnd(14);
}

function digits(cosine: number): string {
  return cosine.toFixed(3);
}

function atLeast(share: Share | null): string {
  return share === null ? '–' : `${(Math.floor(share.atLeast * 1000) / 10).toFixed(1)} %`;
}

function wrongWords(share: Share | null): string {
  return share === null
    ? 'no floor'
    : `of ${share.count}, at most ${(Math.ceil(share.atMost * 1000) / 10).toFixed(1)} % (95 %)`;
}
