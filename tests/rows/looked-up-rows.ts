import type { NewImage } from '../../src/db/images.ts';
import { digest, newImage } from '../db/rows.ts';

export const PLACEHOLDER = digest('sha256', 'placeholder');

/** Rows whose ids say what they are for. */
export const LAION: NewImage[] = [
  newImage('address', { url: 'http://media.studio.example:80/a%20b.jpg?size=2#top' }),
  newImage('address-other-query', { url: 'https://media.studio.example/a%20b.jpg?size=3' }),
  newImage('host', { url: 'https://studio.example/1.jpg', caption: 'Old town in the rain, by Jane Doe' }),
  newImage('below', { url: 'https://a.b.studio.example/1.jpg', caption: 'Rain in the old harbour town' }),
  newImage('evil', { url: 'https://evilstudio.example/1.jpg', caption: null, author: 'jane_doe' }),
  newImage('hyphen', { url: 'https://studio-x.example/1.jpg', author: 'Jane Doe' }),
  newImage('suffix', { url: 'https://studio.example.evil.example/1.jpg', caption: 'Doe Jane' }),
  newImage('number', { url: 'https://192.0.2.7/1.jpg', caption: 'Édouard O’Neil, Rutkowski style' }),
  newImage('unicode', { url: 'https://münchen.example/1.jpg', caption: '東京 の 雨' }),
  newImage('stated', { sha256: digest('sha256', 'original'), md5: digest('md5', 'original') }),
  newImage('seen', { sha256: null, picture: newImage('original').picture }),
  newImage('nasty', {
    url: 'https://nasty.example/1.jpg',
    caption: `'); drop table images; -- & | ! <-> :* "quoted"`,
  }),
];

export const COYO: NewImage[] = [
  newImage('coyo', { url: 'https://b.studio.example/1.jpg', caption: 'Jane Doe again' }),
  ...Array.from({ length: 45 }, (_, i) =>
    newImage(`many ${i}`, {
      url: `https://h${i % 3}.many.example/${i}.jpg`,
      caption: `common word ${i % 2 === 0 ? 'even' : 'odd'} ${i}`,
      sha256: i % 2 === 0 ? PLACEHOLDER : null,
      picture: i % 2 === 0 ? null : { ...newImage('x').picture!, sha256: PLACEHOLDER },
    }),
  ),
];
