import type { Choice } from '../parts/choice-field.tsx';

/** Whoever lives here can turn to an authority of their own, so each country stands for itself. */
const COUNTRIES =
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE CH GB'.split(
    ' ',
  );

/** Where an artist may live, as far as it makes a difference to whom they can turn. */
export function residences(): Choice[] {
  const names = new Intl.DisplayNames(['en'], { type: 'region' });
  const countries = COUNTRIES.map((code): Choice => [code, names.of(code) ?? code]);
  return [
    ...countries.toSorted(([, one], [, other]) => one.localeCompare(other, 'en')),
    ['US-CA', 'United States: California'],
    ['US-IL', 'United States: Illinois'],
    ['US-other', 'United States: another state'],
    ['other', 'Another country'],
  ];
}
