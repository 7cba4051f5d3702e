/**
 * Opens each model at its first use, and gives the same one ever after. One that could not be opened is tried again: a model
 * that is pulled later must not need a restart.
 */
export function openOnce<Opened>(
  open: (model: string) => Promise<Opened>,
): (model: string) => Promise<Opened> {
  const opened = new Map<string, Promise<Opened>>();
  return (model) => {
    const known = opened.get(model);
    if (known) return known;
    const opening = open(model);
    opened.set(model, opening);
    opening.catch(() => opened.delete(model));
    return opening;
  };
}
