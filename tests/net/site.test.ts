import { describe, expect, it } from 'vitest';
import { registrableDomain } from '../../src/net/registrable-domain.ts';

describe('registrableDomain', () => {
  it.each([
    ['https://farm1.photos.example/a.jpg', 'photos.example'],
    ['https://farm9.photos.example:8443/a.jpg', 'photos.example'],
    ['https://photos.example/a.jpg', 'photos.example'],
    ['https://www.gallery.co.uk/a.jpg', 'gallery.co.uk'],
    // What a platform lends to its customers is theirs.
    ['https://ann.github.io/a.jpg', 'ann.github.io'],
    ['https://bob.github.io/a.jpg', 'bob.github.io'],
    ['https://img.ann.github.io/a.jpg', 'ann.github.io'],
    ['https://github.io/a.jpg', 'github.io'],
    ['http://93.184.216.34:8080/a.jpg', '93.184.216.34:8080'],
    ['http://[2606:4700::1111]/a.jpg', '[2606:4700::1111]'],
    ['http://nas:8080/a.jpg', 'nas:8080'],
  ])('of %s is %s', (url, site) => {
    expect(registrableDomain(new URL(url))).toBe(site);
  });
});
