import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { heedStop } from '../../src/cli/heed-stop.ts';
import { handClock, type HandClock, settle } from '../helpers/clocks.ts';

describe('Ctrl-C', () => {
  let clock: HandClock;
  let source: EventEmitter;
  let serverEnds: AbortController;
  let heard: string[];
  let forget: () => void;
  beforeEach(() => {
    clock = handClock();
    source = new EventEmitter();
    heard = [];
    serverEnds = new AbortController();
    const wishes = {
      ask: (by: string) => heard.push(by === 'key' ? 'ask' : `ask by ${by}`),
      end: (why: string) => heard.push(why),
    };
    forget = heedStop(wishes as Parameters<typeof heedStop>[0], serverEnds.signal, source, clock);
  });

  it('asks once, and ends when it is pressed again', async () => {
    source.emit('SIGINT');
    expect(heard).toEqual(['ask']);
    await clock.advance(1_000);
    source.emit('SIGINT');
    expect(heard).toEqual(['ask', 'again']);
  });

  it('is one press where npm hands on what the terminal has sent already', async () => {
    source.emit('SIGINT');
    source.emit('SIGINT');
    await clock.advance(50);
    source.emit('SIGINT');
    expect(heard).toEqual(['ask']);
  });

  it('ends by itself when stopping takes too long', async () => {
    source.emit('SIGTERM');
    await clock.advance(3_900);
    expect(heard).toEqual(['ask']);
    await clock.advance(200);
    expect(heard).toEqual(['ask', 'late']);
  });

  it('is asked for by a server that ends, too, which is no press; after one it asks for nothing more', async () => {
    serverEnds.abort();
    expect(heard).toEqual(['ask by server']);
    source.emit('SIGINT');
    expect(heard).toEqual(['ask by server', 'again']);
  });

  it('is one press where the terminal sends it to a server as well', async () => {
    source.emit('SIGINT');
    await clock.advance(1_000);
    serverEnds.abort();
    expect(heard).toEqual(['ask']);
    await clock.advance(3_100);
    expect(heard).toEqual(['ask', 'late']);
  });

  it('is nobody’s concern afterwards', async () => {
    source.emit('SIGINT');
    forget();
    serverEnds.abort();
    await settle();
    await clock.advance(60_000);
    source.emit('SIGINT');
    expect(heard).toEqual(['ask']);
    expect([source.listenerCount('SIGINT'), source.listenerCount('SIGTERM')]).toEqual([0, 0]);
  });
});
