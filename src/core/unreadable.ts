/** Errors of what was served or sent and cannot be read for what it is, in the words of RFC 9457, with their status. */
export const UNREADABLE = {
  'picture-unreadable': { status: 422, title: 'The picture cannot be read' },
  'content-unreadable': { status: 422, title: 'What the address serves cannot be read' },
} as const;

type UnreadableCode = keyof typeof UNREADABLE;

/** The `type` of a problem. */
export function problemTypeOf<Code extends string>(code: Code): `urn:trainspot:problem:${Code}` {
  return `urn:trainspot:problem:${code}`;
}

/** Why something was refused for what it is, beside whatever else is said of it. */
export function unreadableProblem(code: UnreadableCode, detail: string) {
  return { type: problemTypeOf(code), ...UNREADABLE[code], detail };
}
