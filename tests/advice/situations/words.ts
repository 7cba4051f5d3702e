import type { Answers } from '../../../src/api/answers.ts';

/** What an artist may come with, and the channels that must come back, in this order and no others. */
export type Situation = [
  what: string,
  dataset: string | null,
  url: string | null,
  answers: Partial<Answers>,
  channels: readonly string[],
];

export const PIN = 'https://i.pinimg.com/originals/aa/bb.jpg';
export const OWN = 'https://studio.co.uk/prints/a.jpg';
export const BLOG = 'https://someone.github.io/a.jpg';
export const INSTA = 'https://scontent.cdninstagram.com/a.jpg';
export const FACE = 'https://scontent.xx.fbcdn.net/a.jpg';
export const REDDIT = 'https://i.redd.it/a.jpg';

export const LAION = 'laion-dataset-requests';
export const GOOGLE = ['google-data-requests', 'google-dpo'];
export const CONTACT = 'host-contact-point';
export const ANY_HOST = ['us-copyright-office-agents', 'rdap-abuse-contact', 'cloudflare-abuse', CONTACT];
export const MINE = ['openai-pictures', 'do-not-train-registry'];
export const SITE = ['tdm-reservation', 'google-extended', 'applebot-extended'];
export const GUIDES = ['noyb-guide', 'edpb-members'];
const OPENAI_UK = ['openai-privacy-portal', 'openai-privacy-email'];
export const OPENAI = [...OPENAI_UK, 'openai-privacy-email-eu'];
export const META = ['meta-third-party-data', 'meta-privacy'];
const REST_OF_WEB = ['microsoft-privacy', 'midjourney-privacy', 'clearview-ai-requests'];
export const WEB = [...OPENAI, ...GOOGLE, 'apple-privacy', ...META, ...REST_OF_WEB];
export const WEB_UK = [...OPENAI_UK, ...GOOGLE, 'apple-privacy', ...META, ...REST_OF_WEB];
export const without = (list: readonly string[], gone: readonly string[]) =>
  list.filter((id) => !gone.includes(id));

export const mine = { ownPage: 'no', inPicture: 'no', mayAct: 'yes' } as const;
export const shown = { ownPage: 'no', inPicture: 'yes', mayAct: 'no' } as const;
export const both = { ownPage: 'no', inPicture: 'yes', mayAct: 'yes' } as const;
export const ownPage = { ownPage: 'yes', inPicture: 'no', mayAct: 'yes' } as const;
export const stranger = { ownPage: 'no', inPicture: 'no', mayAct: 'no' } as const;
