/**
 * Does the work at each press, one at a time. The button stays where it is while it works, and with it the keyboard; a
 * second press does nothing.
 * @param work tells what goes wrong itself
 */
export function onPress(button: HTMLElement, work: () => Promise<void>): void {
  let busy = false;
  button.addEventListener('click', async () => {
    if (busy) return;
    busy = true;
    button.setAttribute('aria-disabled', 'true');
    try {
      await work();
    } finally {
      busy = false;
      button.removeAttribute('aria-disabled');
    }
  });
}
