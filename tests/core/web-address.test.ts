import { describe, expect, it } from 'vitest';
import { reversedHost, sameAddress } from '../../src/core/web-address.ts';

describe('an address that is looked up', () => {
  it.each([
    ['https://a.example/x.jpg?w=1', 'a.example/x.jpg?w=1'],
    ['http://A.example:80/x.jpg?w=1#top', 'a.example/x.jpg?w=1'],
    ['https://münchen.example/ä.jpg', 'xn--mnchen-3ya.example/%C3%A4.jpg'],
    ['https://a.example:8443', 'a.example:8443/'],
    ['ftp://a.example/x.jpg', null],
    ['nonsense', null],
  ])('%s is %s', (url, form) => expect(sameAddress(url)).toBe(form));

  it.each([
    ['https://live.staticflickr.com/x.jpg', 'com.staticflickr.live'],
    ['https://user@blog.example.co.uk:81/x', 'uk.co.example.blog'],
    ['http://a.example./x', 'example.a'],
    ['http://10.0.0.1/x', '10.0.0.1'],
    ['http://[::1]/x', '[::1]'],
    ['data:,x', null],
  ])('%s stands under %s', (url, host) => expect(reversedHost(url)).toBe(host));
});
