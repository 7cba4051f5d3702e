// The hosts of `startHostsApart`: begun with what they need, they answer how many connections are open.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startHosts } from './live-hosts.ts';

const [count, pictures, folder, embeddings] = process.argv.slice(2);
const bytesOf = (name: string): Buffer => readFileSync(join(pictures, name));
const hosts = await startHosts(Number(count), (n) => n % 2 === 1, bytesOf, folder, embeddings);
process.on('message', () => void hosts.openSockets().then((open) => process.send?.({ open })));
const { names, list } = hosts;
process.send?.({ names, list });
