import { fork } from 'node:child_process';

/**
 * Runs a script in a process of its own with more in its environment, as if it were this one: what it is told, where
 * it writes and how it ends. It sees by its channel where this one is gone, however that ended.
 * @param {string} script @param {string[]} words @param {Record<string, string>} environment
 */
export function runAs(script, words, environment) {
  const child = fork(script, words, { stdio: 'inherit', env: { ...process.env, ...environment } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    // No handler of ours keeps this process from ending by the same.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
