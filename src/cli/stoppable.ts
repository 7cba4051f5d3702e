import type { Config } from '../runtime/config.ts';
import { ServerGone, type Entered } from '../db/side-door/enter.ts';
import { commandDatabase } from '../service/command-database.ts';
import { ingestFailure } from '../service/indexing/ingest-failure.ts';
import { heedStop, type StopWishes } from './heed-stop.ts';
import { leaveDrawnLine, warn } from './terminal.ts';

/** What is said when work is stopped. */
export interface StopWords {
  /** What becomes of what was done, such as "what was seen is being published". */
  stopping: string;
  /** Where that takes too long. */
  late: string;
  /** How to go on. */
  again: string;
}

/** Long work in a database of its own, or in a running server's. */
export interface StoppableWork {
  entered: Entered;
  signal: AbortSignal;
  /** To be called once the outcome is told and the exit code is set. */
  onTold: () => void;
}

/** Runs long work until its end, or until Ctrl-C is pressed or the server ends whose database it uses. */
export async function untilStopped(
  config: Config,
  words: StopWords,
  work: (given: StoppableWork) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const serverEnding = new AbortController();
  let isTold = false;
  const wishes: StopWishes = {
    ask(by) {
      // Ends the line of the progress, or of ^C.
      leaveDrawnLine();
      const why = by === 'key' ? 'Stopping' : 'The running server ends, and this with it';
      warn(`trainspot: ${why}: ${words.stopping}. Ctrl-C once more ends at once.`);
      stop.abort();
    },
    end(why) {
      if (isTold) process.exit();
      warn(`trainspot: ${why === 'late' ? words.late : 'Ended at once'}; ${words.again}`);
      process.exit(1);
    },
  };
  const forget = heedStop(wishes, serverEnding.signal);
  try {
    const entered = await commandDatabase(config).catch((error: unknown) => {
      throw ingestFailure(error, config);
    });
    entered.serverEnds.addEventListener('abort', () => {
      // By one that has gone nothing can be kept any more.
      if (hasGone(entered)) stop.abort();
      else serverEnding.abort();
    });
    const onTold = (): void => void (isTold = true);
    await work({ entered, signal: stop.signal, onTold }).finally(() => entered.database.close());
  } finally {
    forget();
  }
}

/** Whether the server is gone whose database it was. */
export function hasGone({ serverEnds }: Entered): boolean {
  return serverEnds.reason instanceof ServerGone;
}
