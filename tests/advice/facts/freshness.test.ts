import { describe, expect, it } from 'vitest';
import { allChannels } from '../../../src/advice/facts/channels.ts';
import { crawlers } from '../../../src/advice/facts/crawlers.ts';
import { allDatasets } from '../../../src/advice/facts/datasets.ts';
import { allHostRules } from '../../../src/advice/facts/hosts.ts';
import { allCollections } from '../../../src/advice/facts/makers.ts';
import { allNoticeFacts } from '../../../src/advice/facts/notices.ts';
import { programmes } from '../../../src/advice/facts/programmes.ts';
import { allRegions } from '../../../src/advice/facts/regions.ts';
import { allRegulators } from '../../../src/advice/facts/regulators.ts';

/** A line older than this must be read again before anybody relies on it. */
const MAX_DAYS = 365;
const DAY_MS = 86_400_000;

interface Line {
  source: string;
  checkedOn: string;
  status: string;
}

const LINES: readonly [kind: string, lines: readonly (Line & { name: string })[]][] = [
  ['channel', allChannels().map((line) => ({ ...line, name: line.id }))],
  ['regulator', allRegulators()],
  ['host', allHostRules()],
  ['maker', allCollections().map((line) => ({ ...line, name: line.maker }))],
  ['dataset', allDatasets()],
  [
    'model',
    allDatasets().flatMap(({ name, trainedModels }) =>
      trainedModels.map((line) => ({ ...line, name: `${line.name} of ${name}` })),
    ),
  ],
  [
    'dataset’s event',
    allDatasets().flatMap(({ name, history }) =>
      history.map((line) => ({ ...line, name: `${line.when} of ${name}` })),
    ),
  ],
  ['region', allRegions()],
  ['crawler', crawlers().map((line) => ({ ...line, name: line.token }))],
  ['notice', allNoticeFacts().map((line) => ({ ...line, name: line.id }))],
  ['programme', programmes()],
  [
    'programme’s condition',
    programmes().flatMap(({ name, reach }) => reach.map((line, i) => ({ ...line, name: `${name} ${i}` }))),
  ],
];

/** What is wrong with a line at a time; nothing where it can be relied on. */
function faultsOf({ name, source, checkedOn, status }: Line & { name: string }, nowMs: number): string[] {
  const ageDays = (nowMs - Date.parse(checkedOn)) / DAY_MS;
  return [
    ...(/\S/.test(source) ? [] : [`${name} has no source`]),
    ...(['primary', 'third-party', 'unverified'].includes(status) ? [] : [`${name} has no status`]),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(checkedOn) && ageDays >= 0
      ? []
      : [`${name} was not checked on a past day`]),
    ...(ageDays <= MAX_DAYS ? [] : [`${name} was last checked on ${checkedOn}: read its source again`]),
  ];
}

describe.each(LINES)('every %s', (_, lines) => {
  it('has a source, a status and a day on which it was checked, no more than a year ago', () => {
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.flatMap((line) => faultsOf(line, Date.now()))).toEqual([]);
  });

  it('is told of once a year has passed', () => {
    const later = Date.now() + (MAX_DAYS + 1) * DAY_MS;
    expect(lines.flatMap((line) => faultsOf(line, later)).length).toBe(lines.length);
  });
});

describe('a line', () => {
  const line = { name: 'x', source: 's', checkedOn: '2026-01-01', status: 'primary' };
  const at = (day: string) => Date.parse(day);

  it.each([
    [line, '2027-01-01', []],
    [line, '2027-01-02', ['x was last checked on 2026-01-01: read its source again']],
    [line, '2025-12-31', ['x was not checked on a past day']],
    [{ ...line, source: ' ' }, '2026-02-01', ['x has no source']],
    [{ ...line, status: 'sure' }, '2026-02-01', ['x has no status']],
  ])('%j on %s: %j', (given, day, faults) => {
    expect(faultsOf(given, at(day))).toEqual(faults);
  });
});
