import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostRuleFor, registrableDomain } from '../../../src/advice/facts/hosts.ts';

const OTHER = 'any other host';
const MADE_UP = 'a made-up address';

describe('the rule for a host', () => {
  it.each([
    ['https://i.pinimg.com/originals/aa/bb.jpg', 'Pinterest'],
    ['https://pinimg.com/a.jpg', 'Pinterest'],
    ['http://www.pinterest.com:8080/pin/1', 'Pinterest'],
    ['HTTPS://I.PINIMG.COM/A.JPG', 'Pinterest'],
    ['https://i.pinimg.com./a.jpg', 'Pinterest'],
    ['https://someone:secret@i.pinimg.com/a.jpg', 'Pinterest'],
    ['https://i.%70inimg.com/a.jpg', 'Pinterest'],
    ['https://i.pinimg。com/a.jpg', 'Pinterest'],
    ['https://evilpinimg.com/a.jpg', OTHER],
    ['https://pinimg.com.evil.co/a.jpg', OTHER],
    ['https://pinimg.com.evil.example/a.jpg', MADE_UP],
    ['https://i.pinimg.com@evil.co/a.jpg', OTHER],
    ['https://evil.co/i.pinimg.com/a.jpg', OTHER],
    ['https://evil.co?host=i.pinimg.com', OTHER],
    ['https://evil.co\\@i.pinimg.com/a.jpg', OTHER],
    ['https://pinimg.co/a.jpg', OTHER],
    ['https://pіnimg.com/a.jpg', OTHER], // the first i is Cyrillic
    ['https://cdn.shopify.com/s/files/1/a.jpg', 'Shopify'],
    ['https://foo.myshopify.com/a.jpg', 'Shopify'],
    ['https://myshopify.com/a.jpg', OTHER],
    ['https://www.shopify.com/a.jpg', OTHER],
    ['https://evilcdn.shopify.com/a.jpg', OTHER],
    ['https://artist.wordpress.com/a.jpg', 'WordPress.com'],
    ['https://artist.files.wordpress.com/a.jpg', 'WordPress.com'],
    ['https://i0.wp.com/blog.co/a.jpg', 'WordPress.com'],
    ['https://wordpress.org/a.jpg', OTHER],
    ['https://bucket.s3.amazonaws.com/a.jpg', 'Amazon Web Services'],
    ['https://s3.eu-west-1.amazonaws.com/bucket/a.jpg', 'Amazon Web Services'],
    ['https://d111111abcdef8.cloudfront.net/a.jpg', 'Amazon Web Services'],
    ['https://www.amazon.com/a.jpg', OTHER],
    ['https://64.media.tumblr.com/a.jpg', 'Tumblr'],
    ['https://i.etsystatic.com/a.jpg', 'Etsy'],
    ['https://images-wixmp-ed30a86b8c4ca887773594c2.wixmp.com/a.jpg', 'DeviantArt'],
    ['https://cdna.artstation.com/p/a.jpg', 'ArtStation'],
    ['https://i.redd.it/a.jpg', 'Reddit'],
    ['https://i.imgur.com/a.jpg', 'Imgur'],
    ['https://pbs.twimg.com/media/a.jpg', 'X'],
    ['https://netflix.com/a.jpg', OTHER],
    ['https://scontent.cdninstagram.com/a.jpg', 'Instagram'],
    ['https://scontent.xx.fbcdn.net/a.jpg', 'Facebook'],
    ['https://static.wixstatic.com/media/a.jpg', 'Wix'],
    ['https://mir-s3-cdn-cf.behance.net/a.jpg', 'Behance'],
    ['https://i.ytimg.com/vi/x/0.jpg', 'YouTube'],
    ['https://lh3.googleusercontent.com/a', 'Google'],
    ['https://huggingface.co/datasets/x/resolve/main/a.jpg', 'Hugging Face'],
    ['https://live.staticflickr.com/a.jpg', 'Flickr'],
    ['https://www.flickr.com/a.jpg', 'Flickr'],
    ['https://images.squarespace-cdn.com/a.jpg', 'Squarespace'],
    ['https://blog.example.co.uk/a.jpg', OTHER],
    ['https://münchen.de/a.jpg', OTHER],
    ['https://93.184.216.34/a.jpg', OTHER],
    ['http://2130706433/a.jpg', OTHER],
    ['https://[2001:db8::1]/a.jpg', OTHER],
    ['https://co.uk/a.jpg', OTHER],
    ['https://pictures.example/prints/a.jpg', MADE_UP],
    ['https://cdn.gallery.example:443/a.jpg', MADE_UP],
    ['http://localhost:3000/a.jpg', MADE_UP],
    ['https://a.b.test/a.jpg', MADE_UP],
    ['https://nowhere.invalid/a.jpg', MADE_UP],
    ['https://www.example.com/a.jpg', MADE_UP],
    ['https://myexample.com/a.jpg', OTHER],
    ['not an address', OTHER],
    ['', OTHER],
    ['data:image/png;base64,AAAA', OTHER],
  ])('of %s is that of %s', (url, name) => {
    expect(hostRuleFor(url).name).toBe(name);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' })), (url) => {
        expect(hostRuleFor(url).channels.length).toBeGreaterThan(0);
      }),
    );
  });

  it('is the same for any name below, and another for any longer label', () => {
    const label = fc.stringMatching(/^[a-z0-9]{1,12}$/);
    fc.assert(
      fc.property(label, (word) => {
        expect(hostRuleFor(`https://${word}.i.pinimg.com/`).name).toBe('Pinterest');
        expect(hostRuleFor(`https://${word}pinimg.com/`).name).toBe(OTHER);
      }),
    );
  });

  it('says so where a form was not found', () => {
    expect(hostRuleFor('https://www.flickr.com/x').note).toMatch(/not found/);
    expect(hostRuleFor('https://www.flickr.com/x').channels).toContain('us-copyright-office-agents');
  });
});

describe('the registrable domain', () => {
  it.each([
    ['https://blog.example.co.uk/a.jpg', 'example.co.uk'],
    ['https://a.b.c.kunst.museum/a.jpg', 'kunst.museum'],
    ['https://someone.github.io/a.jpg', 'github.io'],
    ['https://foo.myshopify.com/a.jpg', 'myshopify.com'],
    ['https://Bücher.Example.DE:8443/a.jpg', 'example.de'],
    ['https://www.münchen.de./a.jpg', 'xn--mnchen-3ya.de'],
    ['https://93.184.216.34/a.jpg', null],
    ['https://[::1]/a.jpg', null],
    ['https://co.uk/a.jpg', null],
    ['not an address', null],
  ])('of %s is %s', (url, domain) => {
    expect(registrableDomain(url)).toBe(domain);
  });
});
