/** Milliseconds since some moment, which only grow: for ages and limits, never for dates. */
export type SteadyClock = () => number;

/** Not `Date.now`, which goes back when somebody sets the machine's clock: what is kept for an hour would stay longer. */
export const steadyMs: SteadyClock = () => performance.now();
