import type { Letter } from './letter.ts';

/** The letter as plain text, without its subject: a blank line between its parts. */
export function textOf({ draft, sender, recipient, date, body, closing }: Letter): string {
  const [greeting, ...pieces] = body;
  const [farewell, name] = closing;
  const parts = [
    draft,
    sender.join('\n'),
    recipient.join('\n'),
    date,
    greeting,
    ...pieces,
    `${farewell}\n${name}`,
  ];
  return `${parts.filter((part) => part !== null && part !== '').join('\n\n')}\n`;
}
