import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { closers, listening, upload, HEAD, TAIL, heldCheck } from './slow-uploads.ts';

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

describe('closing', () => {
  it('lets the checks under way finish', async () => {
    const check = heldCheck();
    const { app, address } = await listening(check.services);
    const { sending, answer } = upload(address);
    sending.end(HEAD + 'abc' + TAIL);
    await check.started;
    const closed = app.close();
    await expect(fetch(`${address}/healthz`)).rejects.toThrow();
    check.end();
    const { status, headers } = await answer;
    expect(status).toBe(200);
    expect(headers.connection).toBe('close');
    await closed;
  });
});

describe('what is not HTTP', () => {
  it.each([
    ['NONSENSE\r\n\r\n', 'HTTP/1.1 400 ', 'request-invalid'],
    [`GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 'HTTP/1.1 431 ', 'headers-too-large'],
  ])('is answered with a problem too: %.20s', async (sent, statusLine, code) => {
    const { address } = await listening({});
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    socket.write(sent);
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer.startsWith(statusLine)).toBe(true);
    expect(answer).toContain('Content-Type: application/problem+json');
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ code });
  });
});
