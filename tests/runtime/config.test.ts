import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/runtime/config.ts';
import { TrainspotError } from '../../src/core/errors.ts';

describe('the settings', () => {
  it('need nothing set', () => {
    const config = loadConfig({});
    expect(config.HOST).toBe('127.0.0.1');
    expect(config.MODEL).toBe('pocket');
    expect(config.DATABASE_URL).toBeUndefined();
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('are taken from the environment, with their types', () => {
    const config = loadConfig({
      PORT: '0',
      TRUST_PROXY: '1',
      HF_ENDPOINT: 'http://mirror.example',
      HOST: '',
    });
    expect(config.PORT).toBe(0);
    expect(config.TRUST_PROXY).toBe('1');
    expect(config.HF_ENDPOINT).toBe('http://mirror.example');
    expect(config.HOST).toBe('127.0.0.1');
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '80.5'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '1e3'],
    ['LOG_LEVEL', 'loud'],
    ['TRUST_PROXY', 'yes'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '33'],
    ['TRUST_PROXY', '-1'],
    ['TRUST_PROXY', 'localhost'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '0.0.0.0/0'],
    ['TRUST_PROXY', '::/0'],
    ['TRUST_PROXY', '10.0.0.1,'],
    ['TRUST_PROXY', '10'.repeat(200)],
    ['UPLOAD_MAX_BYTES', '12MB'],
    ['HF_ENDPOINT', 'ftp://hub.example'],
    ['WORKER_THREADS', '0'],
    ['FETCH_CONTACT', 'the bot of me'],
    ['FETCH_IGNORE_OPT_OUTS_OF', 'com'],
    ['FETCH_IGNORE_OPT_OUTS_OF', '*.example.org'],
    ['FETCH_HOST_INTERVAL_MS', '-1'],
    ['FETCH_ATTEMPTS', '0'],
  ])('stop the start when %s is %s, and name it with its value', (name, value) => {
    const load = () => loadConfig({ [name]: value });
    expect(load).toThrow(TrainspotError);
    expect(load).toThrow(new RegExp(`^${name} .*'${value}'`));
  });

  it('say what to write where every client would be believed', () => {
    expect(() => loadConfig({ TRUST_PROXY: 'true' })).toThrow(/how many proxies.*such as 1.*loopback/);
  });

  it('take a contact for hosts, and domains of one’s own', () => {
    const contact = 'https://example.org/bot?a=b&c=(d)';
    expect(() => loadConfig({ FETCH_CONTACT: contact })).toThrow(TrainspotError);
    expect(loadConfig({ FETCH_CONTACT: 'bot@example.org' }).FETCH_CONTACT).toBe('bot@example.org');
    const own = 'example.org, cdn.example-2.net';
    expect(loadConfig({ FETCH_IGNORE_OPT_OUTS_OF: own }).FETCH_IGNORE_OPT_OUTS_OF).toBe(own);
    expect(loadConfig({}).FETCH_IGNORE_OPT_OUTS_OF).toBe('');
  });

  it('never print a password', () => {
    expect(() => loadConfig({ DATABASE_URL: 'mysql://me:hunter2@db/x' })).toThrow(
      /^DATABASE_URL(?!.*hunter2)/,
    );
  });
});
