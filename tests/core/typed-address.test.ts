import { describe, expect, it } from 'vitest';
import { pageHint, readTypedAddress, typedAddress } from '../../src/core/typed-address.ts';

const PICTURE = 'https://site.example/picture.jpg';

describe('an address as it is typed', () => {
  it.each([
    ['site.example/picture.jpg', PICTURE],
    ['www.site.example', 'https://www.site.example'],
    ['münchen.example/ä.jpg', 'https://münchen.example/ä.jpg'],
    ['site.example:8443/a.jpg?w=1#x', 'https://site.example:8443/a.jpg?w=1#x'],
    ['site.example?p=1', 'https://site.example?p=1'],
    ['192.0.2.7/a.jpg', 'https://192.0.2.7/a.jpg'],
    ['//site.example/picture.jpg', PICTURE],
    [`  ${PICTURE}\n`, PICTURE],
    [`\u00a0\u200b${PICTURE}\ufeff`, PICTURE],
    [`"${PICTURE}"`, PICTURE],
    [`'${PICTURE}'`, PICTURE],
    [`<${PICTURE}>`, PICTURE],
    [`<URL:${PICTURE}>`, PICTURE],
    [`URL: ${PICTURE}`, PICTURE],
    [`“ ${PICTURE} ”`, PICTURE],
    [`„${PICTURE}“`, PICTURE],
    [`«site.example/picture.jpg»`, PICTURE],
    [`"<${PICTURE}>"`, PICTURE],
    ['https%3A%2F%2Fsite.example%2Fpicture.jpg', PICTURE],
    ['HTTP://SITE.example/A', 'HTTP://SITE.example/A'],
  ])('%j is %s', (text, address) => expect(typedAddress(text)).toBe(address));

  it.each([
    'picture.jpg',
    'my picture.jpg',
    'jane@site.example',
    'C:\\pictures\\a.jpg',
    'file:///home/jane/a.jpg',
    'ftp://site.example/a.jpg',
    'data:image/png;base64,AAAA',
    'javascript:alert(1)',
    'localhost',
    '...',
    '"',
    '',
    'https%3A%2F%2F%ff',
    'http://',
  ])('%j is none, and is quoted', (text) => {
    expect(readTypedAddress('url', text)).toEqual({
      wrong: expect.stringMatching(/^'url' is no http or https address: '.*'\. Give one like https:/),
    });
  });

  it.each([
    ['https://site.example/', /site, not of a picture: take the domain site\.example/],
    ['https://www.site.example./', /the domain www\.site\.example,/],
    ['https://site.example/gallery/12', /address of a page.*the domain site\.example/],
    ['https://site.example/a.html?x=1', /address of a page/],
    ['https://site.example/?p=12', /address of a page/],
  ])('of a page has a way on: %s', (url, hint) => expect(pageHint(url)).toMatch(hint));

  it.each([
    PICTURE,
    'https://site.example/a.PNG',
    'https://site.example/a.jpg/revision/latest',
    'https://site.example/image.php?file=a.webp',
  ])('of a picture needs none: %s', (url) => expect(pageHint(url)).toBeNull());
});
