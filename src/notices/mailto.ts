import { mailtoAddress } from '../core/words/mailto.ts';

/**
 * A longer address is cut off on the way by some systems: Windows hands programs 2,083 characters at most
 * (INTERNET_MAX_URL_LENGTH of its SDK), which leaves some for what a browser adds.
 */
const MAX_CHARACTERS = 2_000;

/**
 * The `mailto:` address of a letter.
 * @param email none leaves the place for the artist to fill in
 * @returns with the text, or, where that is too long for one, with the subject alone
 */
export function mailtoOf(
  email: string | null,
  subject: string,
  text: string,
): { mailto: string; textInMailto: boolean } {
  const bare = mailtoAddress(email, { subject });
  const whole = mailtoAddress(email, { subject, body: text });
  return whole.length <= MAX_CHARACTERS
    ? { mailto: whole, textInMailto: true }
    : { mailto: bare, textInMailto: false };
}
