type Child = Node | string;
type Attributes = Record<string, string | number | boolean>;

/**
 * A new element with its attributes and children. Text goes in as text nodes only. `false` leaves an attribute out, `true` sets
 * it empty.
 */
export function element<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Attributes,
  ...children: Child[]
): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children);
  return made;
}

/** Puts `children` in the place of whatever `parent` holds. */
export function fill(parent: HTMLElement, ...children: Child[]): void {
  parent.replaceChildren(...children);
}
