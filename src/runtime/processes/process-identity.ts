import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { hasCode } from '../../core/system-error.ts';

/** A process, so that it is not taken for a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** The boot of the machine and the process's start after it, in clock ticks; null where /proc does not tell. */
  started: string | null;
  /** Machine and process namespace: only there does the pid mean anything (a container has its own). */
  place: string;
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, started: startOf(process.pid), place: thisPlace() };
}

/** Whether the process still runs; null when it belongs to another place, from where nobody can tell. */
export function isRunning({ pid, started, place }: ProcessIdentity): boolean | null {
  if (place !== thisPlace()) return null;
  if (started !== null) return startOf(pid) === started;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be signalled, but it is there.
    return hasCode(error, 'EPERM');
  }
}

/** Null when there is no such process, when it has ended and only waits to be reaped, or without a /proc. */
function startOf(pid: number): string | null {
  try {
    // proc(5): the name in parentheses may hold anything; after it, state is field 3 and starttime field 22.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ended = fields[0] === 'Z' || fields[0] === 'X';
    return ended ? null : `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch {
    return null;
  }
}

function thisPlace(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
