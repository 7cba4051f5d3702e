import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/evidence/canonical.ts';
import { sha256Of } from '../../src/runtime/sha256.ts';
import { brokenChain, chainEvents, type EvidenceEvent } from '../../src/evidence/chain.ts';

describe('canonical JSON', () => {
  // RFC 8785, section 3.2.2 and 3.2.3, and appendix B.
  it.each([
    [
      { numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001] },
      '{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
    ],
    [
      {
        '\u20ac': 'Euro Sign',
        '\r': 'Carriage Return',
        '1': 'One',
        '\u0080': 'Control',
        '\ud83d\ude02': 'Smiley',
      },
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","€":"Euro Sign","😂":"Smiley"}',
    ],
    [{ string: '\u20ac$\u000F\u000aA\'B"\\\\"/' }, '{"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'],
    [[-0, 9007199254740992, 295147905179352830000], '[0,9007199254740992,295147905179352830000]'],
    [{ b: undefined, a: [undefined] }, '{"a":[null]}'],
    ['half a letter \ud800', '"half a letter \ufffd"'],
  ])('writes %j', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('says the same value, in one way whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        const reversed = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonicalJson(reversed)).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY]])('has no %s: JSON writes null', (value) => {
    expect(canonicalJson([value])).toBe('[null]');
  });
});

const event = fc.record({
  at: fc
    .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  kind: fc.string(),
  detail: fc.jsonValue({ maxDepth: 2 }),
});

describe('a chain of events', () => {
  const EVENTS: EvidenceEvent[] = [
    { at: '2026-11-24T09:00:00.000Z', kind: 'sent', detail: { to: 'a host' } },
    { at: '2026-11-24T08:00:00.000Z', kind: 'check', detail: null },
  ];

  it('stands in the order of time, each line with the sha256 of the one before', () => {
    const { text, head } = chainEvents(EVENTS);
    const [first, second] = text.trimEnd().split('\n');
    expect(JSON.parse(first)).toEqual({
      n: 0,
      previous: null,
      at: EVENTS[1].at,
      kind: 'check',
      detail: null,
    });
    expect(JSON.parse(second)).toMatchObject({ n: 1, previous: sha256Of(first), kind: 'sent' });
    expect(head).toBe(sha256Of(second));
    expect(brokenChain(text, head)).toBeNull();
    expect(brokenChain('', null)).toBeNull();
  });

  it('breaks where a line is changed, taken out, doubled or swapped', () => {
    fc.assert(
      fc.property(
        fc.array(event, { minLength: 2, maxLength: 6 }),
        fc.nat(),
        fc.nat(),
        (events, place, letter) => {
          const { text, head } = chainEvents(events);
          const lines = text.trimEnd().split('\n');
          const n = place % lines.length;
          const at = letter % lines[n].length;
          const other = lines[n][at] === 'x' ? 'y' : 'x';
          const changed = lines.with(n, lines[n].slice(0, at) + other + lines[n].slice(at + 1));
          const written = (kept: readonly string[]) => kept.map((line) => `${line}\n`).join('');
          expect(brokenChain(written(changed), head)).not.toBeNull();
          expect(brokenChain(written(lines.toSpliced(n, 1)), head)).not.toBeNull();
          expect(brokenChain(written(lines.toSpliced(n, 0, lines[n])), head)).not.toBeNull();
          expect(brokenChain(written(lines.toReversed()), head)).not.toBeNull();
          expect(brokenChain(text.slice(0, -1), head)).not.toBeNull();
        },
      ),
      { numRuns: 50 },
    );
  });
});
