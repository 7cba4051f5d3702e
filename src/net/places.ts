/** Places for requests under way at once, of whoever shares them. */
export interface Places {
  isFull(): boolean;
  /** Takes a place that is free. */
  take(): void;
  /** Gives one back; those who wait for one are told, each in turn first. */
  leave(): void;
  /** @param listener told of each place that is free again @returns ends that */
  onLeave(listener: () => void): () => void;
}

export function createPlaces(most: number): Places {
  let taken = 0;
  let listeners: (() => void)[] = [];
  return {
    isFull: () => taken >= most,
    take: () => void taken++,
    leave() {
      taken--;
      // Whoever was told first goes to the back, so that nobody takes every place.
      listeners = [...listeners.slice(1), ...listeners.slice(0, 1)];
      for (const listener of listeners) listener();
    },
    onLeave(listener) {
      listeners.push(listener);
      return () => {
        listeners = listeners.filter((each) => each !== listener);
      };
    },
  };
}
