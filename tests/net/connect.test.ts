import { describe, expect, it } from 'vitest';
import { guardedConnector, publicOnly } from '../../src/net/connect.ts';

const v4 = (address: string) => ({ address, family: 4 });
const refusal = expect.objectContaining({ code: 'address-refused' });

describe('publicOnly', () => {
  it('hands on the very addresses it judged, having asked once', async () => {
    let asked = 0;
    // A name server that scheduler to a private address when it is asked again.
    const rebinding = publicOnly(async () => (asked++ === 0 ? [v4('93.184.216.34')] : [v4('127.0.0.1')]));
    expect(await rebinding('rebind.example')).toEqual([v4('93.184.216.34')]);
    expect(asked).toBe(1);
    await expect(rebinding('rebind.example')).rejects.toEqual(refusal);
  });

  it('refuses a name as soon as one of its addresses is private', async () => {
    const mixed = publicOnly(async () => [v4('93.184.216.34'), { address: 'fd00::1', family: 6 }]);
    await expect(mixed('mixed.example')).rejects.toEqual(refusal);
  });

  it('refuses a name without addresses', async () => {
    await expect(publicOnly(async () => [])('empty.example')).rejects.toEqual(refusal);
  });
});

describe('guardedConnector', () => {
  const connectTo = (hostname: string) =>
    new Promise<Error | null>((resolve) => {
      const neverAsked = () => Promise.reject(new Error('the name was looked up'));
      const connect = guardedConnector(neverAsked, new Set(), 1000);
      connect({ hostname, protocol: 'http:', port: '9' }, (...[error]) => resolve(error));
    });

  it.each(['127.0.0.1', '169.254.169.254', '::1', '::ffff:10.0.0.1', 'fe80::1'])(
    'refuses the literal %s, for which no name is looked up',
    async (address) => expect(await connectTo(address)).toEqual(refusal),
  );

  it('looks a name up', async () => {
    expect((await connectTo('a.example'))?.message).toBe('the name was looked up');
  });
});
