import { tdmReservation } from '../../net/opt-out.ts';
import { parseTdmrep } from '../../net/rules/tdmrep.ts';
import { type Mechanism, noAnswer, type Reading } from '../mechanism.ts';
import { readSiteFile } from '../site-file.ts';
import { readMetaTags, wordsIn } from './meta-tags.ts';

// The TDM Reservation Protocol (final report of a W3C community group, 10 May 2024) has three places: the site's
// file, the answer's header, and the page's own tags.

export const tdmrepJson: Mechanism = {
  name: 'tdmrep-json',
  title: 'TDM reservation, in the site’s tdmrep.json',
  of: 'tdmrepJson',
  read: ({ tdmrepJson: file, url }) =>
    readSiteFile('tdmrep.json', 'json', file, (text) => {
      if (text === null) return silent('There is no tdmrep.json.');
      return parseTdmrep(text)(url)
        ? reserves('The site’s tdmrep.json')
        : silent('tdmrep.json says nothing of this address, or does not reserve it.');
    }),
};

export const tdmHeader: Mechanism = {
  name: 'tdm-header',
  title: 'TDM reservation, in a header',
  of: 'headers',
  read({ page }) {
    if (page === null) return noAnswer();
    return judged(tdmReservation(page.headers), 'The answer’s header');
  },
};

export const tdmMeta: Mechanism = {
  name: 'tdm-meta',
  title: 'TDM reservation, in a meta tag',
  of: 'text',
  read: ({ page }) =>
    readMetaTags(page, (tags) => {
      const tag = tags.find(({ name }) => name === 'tdm-reservation');
      return judged(tag === undefined ? null : wordsIn(tag).trim(), 'The page’s meta tag');
    }),
};

function judged(value: string | null, who: string): Reading {
  if (value === '1') return reserves(who);
  if (value !== '0') return silent(`${who} ‘tdm-reservation’ is not there.`);
  return {
    state: 'allows',
    sentence: `${who} says that text and data mining is not reserved.`,
    said: ['tdm-reservation: 0'],
  };
}

function reserves(who: string): Reading {
  const sentence = `${who} reserves text and data mining, as Art. 4(3) of the EU’s copyright directive of 2019 lets rights holders do.`;
  return { state: 'reserves', sentence, said: ['tdm-reservation: 1'] };
}

function silent(sentence: string): Reading {
  return { state: 'silent', sentence, said: [] };
}
