import { describe, expect, it } from 'vitest';
import { TrainspotError } from '../../src/core/errors.ts';
import type { Trainspot } from '../../src/service/trainspot.ts';
import { appWith, formOf, SOME_BYTES } from './app-under-test.ts';

const SECRET = 'https://private.example/my-unpublished-poster.jpg';
const MARKER = new TextEncoder().encode('MARKER-IN-THE-PICTURE');

/** Everything that is logged, at the most talkative level, while all sorts of requests are made. */
async function logOf(services: Partial<Trainspot>): Promise<string> {
  const lines: string[] = [];
  const app = await appWith(services, {}, { log: { write: (line) => void lines.push(line) } });
  const post = (payload: unknown, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: '/v1/checks', payload: payload as string, headers });
  const form = await formOf(['picture', MARKER]);
  const wrong = await formOf(['my-unpublished-field', SOME_BYTES]);
  await post(form.payload, { ...form.headers, referer: SECRET, cookie: 'session=my-unpublished' });
  await post(wrong.payload, wrong.headers);
  await post({ url: SECRET });
  await post({ url: SECRET, 'my-unpublished-field': 1 });
  await app.inject(`/${SECRET}`);
  await app.inject(`/v1/datasets?url=${SECRET}`);
  await app.inject(`/%zz${SECRET}`);
  await app.close();
  return lines.join('');
}

describe('the log', () => {
  it.each<[string, Partial<Trainspot>]>([
    ['all goes well', {}],
    [
      'the picture is refused',
      {
        checkPicture: () => Promise.reject(new TrainspotError('picture-unreadable', `${SECRET} is damaged`)),
      },
    ],
    [
      'a library fails with the address in its words',
      {
        fetchPicture: (url) => Promise.reject(new Error(`connect ${url}`, { cause: new Error(url) })),
        checkPicture: () =>
          Promise.reject(Object.assign(new Error(`bad ${SECRET}`), { input: SECRET, MARKER })),
      },
    ],
  ])('holds nothing of a picture, nor where it lies, when %s', async (_what, services) => {
    const log = await logOf(services);
    expect(log).toContain('"route":"/v1/checks"');
    expect(log).not.toMatch(/private\.example|my-unpublished|my-private-file-name|MARKER|127\.0\.0\.1/);
  });

  it('tells of an unforeseen error by the number that the client got, its words and where it was thrown', async () => {
    const lines: string[] = [];
    const app = await appWith(
      { checkPicture: () => Promise.reject(new RangeError('17 is out of range')) },
      {},
      { log: { write: (line) => void lines.push(line) } },
    );
    const form = await formOf(['picture', SOME_BYTES]);
    const response = await app.inject({ method: 'POST', url: '/v1/checks', ...form });
    const { instance } = response.json<{ instance: string }>();
    const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const [failed] = records.filter(({ msg }) => msg === 'request failed');
    expect(failed).toMatchObject({
      level: 50,
      reqId: instance.replace('urn:uuid:', ''),
      err: {
        type: 'RangeError',
        message: '17 is out of range',
        stack: expect.stringContaining('log.test.ts') as string,
      },
    });
  });

  it('tells of a refusal by its code', async () => {
    const log = await logOf({});
    expect(log).toContain('"code":"form-invalid","msg":"request refused"');
  });
});
