import { describe, expect, it } from 'vitest';
import { fileHashes } from '../../src/fingerprint/hashes.ts';

describe('fileHashes', () => {
  it('gives the published test vectors of FIPS 180 and RFC 1321', () => {
    expect(fileHashes(new TextEncoder().encode('abc'))).toEqual({
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      md5: '900150983cd24fb0d6963f7d28e17f72',
    });
    expect(fileHashes(new Uint8Array())).toEqual({
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      md5: 'd41d8cd98f00b204e9800998ecf8427e',
    });
  });

  it('hashes a view of a larger buffer, not the buffer', () => {
    const whole = new TextEncoder().encode('xxabcxx');
    expect(fileHashes(whole.subarray(2, 5)).md5).toBe('900150983cd24fb0d6963f7d28e17f72');
  });
});
