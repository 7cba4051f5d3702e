/** Text that is markup already, as `markup` makes it: it is not escaped again. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Piece = string | number | Markup | null | readonly Markup[];

/** Markup of HTML or SVG; whatever is put into it is text, unless it is markup itself. Null is nothing. */
export function markup(literals: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const text = literals.reduce((sum, literal, i) => sum + written(pieces[i - 1]) + literal);
  return new Markup(text);
}

function written(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'object') return piece.map(({ text }) => text).join('');
  return escaped(String(piece));
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters, which neither HTML nor XML takes, are left out. */
function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[&<>"']/g, (letter) => ESCAPES[letter]).replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, '');
}
