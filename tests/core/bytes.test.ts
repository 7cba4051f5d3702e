import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asOwnMemory, collectChunks } from '../../src/core/bytes.ts';

const MIB = 1024 * 1024;

describe('a collector', () => {
  it('gives back what was added, whatever was expected', () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });
    fc.assert(
      fc.property(chunks, fc.nat(300), (pieces, most) => {
        const collector = collectChunks(most);
        for (const piece of pieces) collector.add(piece);
        expect([...collector.whole()]).toEqual(pieces.flatMap((piece) => [...piece]));
      }),
    );
  });

  it('sets nothing aside for a client that announces much and sends little', () => {
    const collector = collectChunks(1024 * MIB);
    for (let i = 0; i < 4; i++) collector.add(new Uint8Array(MIB / 4));
    expect(collector.whole().buffer.byteLength).toBe(MIB);
  });

  it('leaves no copy for the end once it is under way', () => {
    const collector = collectChunks(20 * MIB);
    for (let i = 0; i < 8; i++) collector.add(new Uint8Array(MIB).fill(i));
    const whole = collector.whole();
    expect(whole.length).toBe(8 * MIB);
    expect(collector.whole().buffer).toBe(whole.buffer);
  });
});

describe('memory that can be handed over', () => {
  it('is the bytes’ own where it is theirs alone', () => {
    for (const bytes of [new Uint8Array(10), new Uint8Array(MIB).subarray(0, MIB - 10)]) {
      expect(asOwnMemory(bytes).buffer).toBe(bytes.buffer);
    }
  });

  it('is a copy where Node keeps it for many', () => {
    for (const bytes of [Buffer.from('a few letters'), Buffer.from('others').subarray(1, 4)]) {
      const own = asOwnMemory(bytes);
      expect(own.buffer).not.toBe(bytes.buffer);
      expect(own.buffer.byteLength).toBe(bytes.length);
      expect(Buffer.from(own)).toEqual(bytes);
    }
  });
});
