import { describe, expect, it } from 'vitest';
import { sharePictures, type SharedPictures } from '../../src/check/live/shared-pictures.ts';
import { stopped } from '../../src/net/download-failure.ts';

const A = 'http://pictures.example/a.jpg';

interface Request {
  url: string;
  signal: AbortSignal;
  answer: (bytes: Uint8Array) => void;
  fail: (error: Error) => void;
}

/** Pictures of hosts that answer when the test says so. */
function aWeb(): { requests: Request[]; pictures: SharedPictures } {
  const requests: Request[] = [];
  const pictures = sharePictures(
    (url, { signal }) =>
      new Promise((answer, fail) => {
        signal.addEventListener('abort', () => fail(stopped()));
        requests.push({ url, signal, answer, fail });
      }),
  );
  return { requests, pictures };
}

function asking(signal = new AbortController().signal) {
  const counted: number[] = [];
  return { held: { add: (bytes: number) => void counted.push(bytes) }, signal, counted };
}

const same = async (bytes: Uint8Array): Promise<Uint8Array> => bytes;

describe('pictures that several checks look at in the same moment', () => {
  it('are asked for once, and each gets bytes of its own, which it may give away', async () => {
    const { requests, pictures } = aWeb();
    const second = asking();
    const looks = [pictures.look(A, asking(), same), pictures.look(A, second, same)];
    expect(requests).toHaveLength(1);
    requests[0].answer(Uint8Array.of(1, 2, 3));
    const [one, other] = await Promise.all(looks);
    structuredClone(one.buffer, { transfer: [one.buffer as ArrayBuffer] });
    expect([...other]).toEqual([1, 2, 3]);
    // The first one's were counted as they came.
    expect(second.counted).toEqual([3]);
  });

  it('are asked for once until the last of them is done, and again by whoever comes later', async () => {
    const { requests, pictures } = aWeb();
    let keep = (): void => {};
    const kept = new Promise<void>((resolve) => (keep = resolve));
    const first = pictures.look(A, asking(), () => kept);
    requests[0].answer(Uint8Array.of(1));
    await expect(pictures.look(A, asking(), same)).resolves.toEqual(Uint8Array.of(1));
    keep();
    await first;
    const later = pictures.look(A, asking(), same);
    expect(requests).toHaveLength(2);
    requests[1].answer(Uint8Array.of(2));
    await expect(later).resolves.toEqual(Uint8Array.of(2));
  });

  it('go on for the others when one of them waits no longer, and end with the last', async () => {
    const { requests, pictures } = aWeb();
    const [hasty, patient] = [new AbortController(), new AbortController()];
    const left = pictures.look(A, asking(hasty.signal), same);
    const stays = pictures.look(A, asking(patient.signal), same);
    hasty.abort();
    await expect(left).rejects.toMatchObject({ reason: 'stopped' });
    expect(requests[0].signal.aborted).toBe(false);
    patient.abort();
    await expect(stays).rejects.toMatchObject({ reason: 'stopped' });
    expect(requests[0].signal.aborted).toBe(true);
    void pictures.look(A, asking(), same).catch(() => {});
    expect(requests).toHaveLength(2);
  });

  it('fail for all who wait, and are no failure of the next', async () => {
    const { requests, pictures } = aWeb();
    const looks = [pictures.look(A, asking(), same), pictures.look(A, asking(), same)];
    requests[0].fail(new Error('gone'));
    for (const look of looks) await expect(look).rejects.toThrow('gone');
    const next = pictures.look(A, asking(), same);
    requests[1].answer(Uint8Array.of(7));
    await expect(next).resolves.toEqual(Uint8Array.of(7));
  });

  it('are one where addresses are spelt otherwise, and two where they are two', () => {
    const { requests, pictures } = aWeb();
    for (const url of [A, 'HTTP://PICTURES.example:80/a.jpg', 'http://pictures.example/b.jpg'])
      void pictures.look(url, asking(), same).catch(() => {});
    expect(requests.map(({ url }) => url)).toEqual([A, 'http://pictures.example/b.jpg']);
  });
});
