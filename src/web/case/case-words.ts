import type { NextStep } from '../../api/case.ts';
import type { Redress, RequestState } from '../../api/case-request.ts';
import type { NoticeLanguage } from '../../api/notice.ts';
import { dateWords } from '../words/words.ts';

export const STATE_WORDS: Record<RequestState, string> = {
  drafted: 'Draft',
  sent: 'Sent',
  acknowledged: 'Confirmed',
  refused: 'Refused',
  removed: 'Removed',
  'no-answer': 'Not answered',
};

/** What the artist says when a request comes to that state. */
export const MOVE_WORDS: Record<RequestState, string> = {
  drafted: 'Draft it',
  sent: 'I sent it',
  acknowledged: 'They confirmed it',
  refused: 'They refused',
  removed: 'They removed it',
  'no-answer': 'No answer came',
};

export const LANGUAGE_WORDS: Record<NoticeLanguage, string> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
};

/** Of the button beside the next step, and where on the page it leads; null where there is nothing to press. */
export function nextButton({ step, request }: NextStep): { words: string; href: string } | null {
  const there = request === null ? '#requests' : `#request-${request}`;
  switch (step) {
    case 'draft':
    case 'complain':
      return { words: 'Draft a request', href: '#draft' };
    case 'complete':
      return { words: 'Complete it', href: there };
    case 'send':
      return { words: 'See the letter', href: there };
    case 'decide':
      return { words: 'Note what came', href: there };
    case 'redress':
      return { words: 'See the request', href: there };
    case 'recheck':
      return { words: 'To the links', href: '#links' };
    case 'wait':
    case 'done':
      return null;
  }
}

/** What is open after a refusal or silence, and until when. */
export function redressWords({ sentence, until, law }: Redress): string {
  return until === null ? sentence : `${sentence} Until ${dateWords(until)} (${law}).`;
}

/** The day by which an answer is due, and why: `24 December 2026 (GDPR Art. 12(3))`. */
export function dueWords(due: string, law: string | null): string {
  return law === null
    ? `${dateWords(due)}: a reminder, since no law sets a day`
    : `${dateWords(due)} (${law}); public holidays may move it by a day or two`;
}
