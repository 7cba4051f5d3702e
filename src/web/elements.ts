import { askedAddress } from './asked-address.ts';

export type Child = Node | string | null;
type Attributes = Record<string, string | number | boolean | null>;

/**
 * A new element with its attributes and children. Text goes in as text nodes only, so nothing that a dataset
 * or a server says can become markup. `false` and `null` leave an attribute out, `true` sets it empty.
 */
export function element<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  made.append(...present(children));
  return made;
}

/** The element of the page with this id. @throws Error where index.html has no such element. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`index.html has no ${type.name} #${id}.`);
  return found;
}

/** Puts `children` in the place of whatever `parent` holds. */
export function fill(parent: HTMLElement, ...children: Child[]): void {
  parent.replaceChildren(...present(children));
}

/** Text for screen readers alone. */
export function spoken(text: string): HTMLElement {
  return element('span', { class: 'sr-only' }, text);
}

/**
 * A link to another site, opened beside the answer and without a referrer; plain text where `url` is not
 * http or https, so that no row can smuggle in a script.
 */
export function outwardLink(url: string, attributes: Attributes, ...children: Child[]): HTMLElement {
  if (!/^https?:\/\//i.test(url)) return element('span', {}, ...children);
  return element(
    'a',
    { ...attributes, href: askedAddress(url), target: '_blank', rel: 'noreferrer noopener' },
    ...children,
    spoken(' (opens in a new tab)'),
  );
}

/** Text whose web addresses are links, one or several of them. */
export function linkedText(text: string): HTMLElement {
  const pieces = text.split(/(https?:\/\/[^\s;,()]+)/);
  return element(
    'span',
    {},
    ...pieces.map((piece, i) => (i % 2 === 1 ? outwardLink(piece, {}, piece) : piece)),
  );
}

/** A list of terms and what is said of each; terms with nothing to say are left out. */
export function facts(className: string, entries: readonly [term: string, said: Child][]): HTMLElement {
  const said = entries.filter(([, words]) => words !== null && words !== '');
  return element(
    'dl',
    { class: className },
    ...said.map(([term, words]) => element('div', {}, element('dt', {}, term), element('dd', {}, words))),
  );
}

/** A drawing of 24 × 24 from one path, in the colour of the text around it; hidden from screen readers. */
export function icon(path: string): SVGSVGElement {
  return drawing(
    'svg',
    { viewBox: '0 0 24 24', 'aria-hidden': 'true', class: 'icon' },
    drawing('path', { d: path }),
  );
}

/** A new element of a drawing, with its attributes and parts. */
export function drawing<T extends keyof SVGElementTagNameMap>(
  tag: T,
  attributes: Attributes = {},
  ...parts: SVGElement[]
): SVGElementTagNameMap[T] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(made, attributes);
  made.append(...parts);
  return made;
}

function setAttributes(to: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    to.setAttribute(name, value === true ? '' : String(value));
  }
}

function present(children: readonly Child[]): (Node | string)[] {
  return children.filter((child) => child !== null);
}
