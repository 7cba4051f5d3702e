import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The service as it is built, over a data folder, with its page opened by somebody who was never there. */
export interface OpenedInBrowser {
  address: string;
  page: Page;
  close(): Promise<void>;
}

/** @param program of Chromium */
export async function openInBrowser(dataDir: string, program: string): Promise<OpenedInBrowser> {
  const { server, address } = await serve(dataDir);
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage();
  await page.goto(address);
  return {
    address,
    page,
    async close() {
      await browser.close();
      const ended = once(server, 'exit');
      server.kill('SIGINT');
      await ended;
    },
  };
}

async function serve(dataDir: string): Promise<{ address: string; server: ChildProcess }> {
  const server = spawn(process.execPath, ['scripts/trainspot.mjs', 'serve', '--data', dataDir], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: '0',
      LOG_LEVEL: 'info',
      RATE_LIMIT_PER_MINUTE: '100000',
      EVENT_LOOP_DELAY_MAX_MS: '600000',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    server.stdout.on('data', (chunk: Buffer) => {
      // What it logs later is read by nobody, and must not fill the pipe.
      if (said.length < 100_000) said += chunk.toString();
      const ready = /Trainspot is ready: (\S+)\//.exec(said);
      if (ready) resolve(ready[1]);
    });
    server.once('exit', () => reject(new Error(`The service ended: ${said}`)));
  });
  return { address, server };
}
