import { describe, expect, it } from 'vitest';
import { channelsById } from '../../src/check/verdict/match.ts';
import type { Match } from '../../src/api/match.ts';
import { channelsFor } from '../../src/advice/route.ts';

function matchAt(dataset: string, rowId: string, url: string): Match {
  const channels = channelsFor({ dataset, rowId, url });
  return { dataset, rowId, url, channels } as Match;
}

const MATCHES = [
  matchAt('laion-400m', '1', 'https://i.pinimg.com/originals/aa/a.jpg'),
  matchAt('laion-400m', '2', 'https://live.staticflickr.com/1/b.jpg'),
  matchAt('coyo-700m', '3', 'https://studio.example/c.jpg'),
];

describe('the channels of an answer', () => {
  it('stand there once, whatever the number of rows, and are those of the rows', () => {
    const all = MATCHES.flatMap(({ channels }) => channels);
    const once = channelsById(MATCHES);
    const ids = new Set(all.map(({ id }) => id));
    expect(Object.keys(once).toSorted()).toEqual([...ids].toSorted());
    expect(ids.size).toBeLessThan(all.length);
    for (const { why, fields, ...channel } of all) {
      expect(once[channel.id]).toEqual(channel);
      expect({ ...once[channel.id], why, fields }).toEqual({ ...channel, why, fields });
    }
  });

  it('say nothing that is so for one row alone', () => {
    const [one] = MATCHES;
    expect(JSON.stringify(channelsById(MATCHES))).not.toContain(one.url);
    for (const channel of Object.values(channelsById(MATCHES))) {
      expect(Object.keys(channel)).not.toContain('why');
      expect(Object.keys(channel)).not.toContain('fields');
    }
  });
});
