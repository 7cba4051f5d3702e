import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { heedStop } from '../../src/commands/heed-stop.ts';
import { handClock, type HandClock, settle } from '../helpers/clocks.ts';

describe('Ctrl-C', () => {
  let clock: HandClock;
  let source: EventEmitter;
  let heard: string[];
  let forget: () => void;
  beforeEach(() => {
    clock = handClock();
    source = new EventEmitter();
    heard = [];
    const wishes = { ask: () => heard.push('ask'), end: (why: string) => heard.push(why) };
    forget = heedStop(wishes as Parameters<typeof heedStop>[0], source, clock);
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

  it('is nobody’s concern afterwards', async () => {
    source.emit('SIGINT');
    forget();
    await settle();
    await clock.advance(60_000);
    source.emit('SIGINT');
    expect(heard).toEqual(['ask']);
    expect([source.listenerCount('SIGINT'), source.listenerCount('SIGTERM')]).toEqual([0, 0]);
  });
});
