import { afterAll, afterEach, beforeAll } from 'vitest';
import type { CheckResult } from '../../src/api/check-result.ts';
import { type LiveHome, type LiveIndex, type LiveRow, openLiveHome } from '../helpers/live-index.ts';
import { type ScriptedHost, startScriptedHost } from '../helpers/scripted-host.ts';
import { tinted } from './live-answers.ts';

/** Pictures that a drawn model tells apart, and one that hosts show in the place of others. */
interface Pictures {
  red: Buffer;
  green: Buffer;
  blue: Buffer;
  tile: Buffer;
}

/** One service for the tests of a file; each test lays its own index over hosts of its own. */
export function withLiveService() {
  const pictures = {} as Pictures;
  let hosts: ScriptedHost[] = [];
  let home: LiveHome;
  let index: LiveIndex | null = null;
  beforeAll(async () => {
    home = await openLiveHome();
    [pictures.red, pictures.green, pictures.blue, pictures.tile] = await Promise.all([
      tinted(1, [250, 60, 30]),
      tinted(2, [40, 240, 70]),
      tinted(3, [30, 60, 250]),
      tinted(4, [160, 160, 60]),
    ]);
  });
  afterAll(() => home?.close());
  afterEach(async () => {
    await index?.close();
    await Promise.all(hosts.map((host) => host.close()));
    [index, hosts] = [null, []];
  });

  async function serve(script: Parameters<typeof startScriptedHost>[0]): Promise<ScriptedHost> {
    const host = await startScriptedHost(script);
    hosts.push(host);
    return host;
  }

  /** An index of these rows, and a service over it that may ask the hosts of this test, or those that are named. */
  async function lay(rows: readonly LiveRow[], environment: Record<string, string> = {}): Promise<LiveIndex> {
    const list = hosts.map(({ host }) => host).join(',');
    return (index = await home.lay(rows, { FETCH_PRIVATE_HOSTS: list, ...environment }));
  }

  /** The answer once nothing is looked at any more. */
  async function checked(picture: Uint8Array): Promise<CheckResult> {
    const { trainspot } = index!;
    const { id } = await trainspot.checkPicture(new Uint8Array(picture), {});
    return trainspot.recent.read({ checkId: id, wait: true });
  }

  return { pictures, hosts: () => hosts, serve, lay, checked, laid: () => index! };
}
