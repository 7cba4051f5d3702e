/** Leads window and keyboard to a place of the page, and unfolds it, once it is drawn. */
export function goTo(id: string): void {
  requestAnimationFrame(() => {
    const place = document.getElementById(id);
    if (place instanceof HTMLDetailsElement) place.open = true;
    place?.scrollIntoView({ block: 'start' });
    const focus = place instanceof HTMLDetailsElement ? place.querySelector('summary') : place;
    focus?.focus({ preventScroll: true });
  });
}
