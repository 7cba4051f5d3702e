import { headerLines, type OptOutFileKind } from './wish.ts';

export const nginxLines: OptOutFileKind = (wish) => ({
  name: 'nginx.conf',
  where: 'Into the server block of nginx. A location with add_header lines of its own needs them again.',
  text: lines(headerLines(wish).map(([name, value]) => `add_header ${name} "${value}" always;`)),
});

export const apacheLines: OptOutFileKind = (wish) => ({
  name: 'apache.htaccess',
  where: 'Into the .htaccess at the root of your site, or the site’s configuration; mod_headers must be on.',
  text: lines([
    '<IfModule mod_headers.c>',
    ...headerLines(wish).map(([name, value]) => `  Header always set ${name} "${value}"`),
    '</IfModule>',
  ]),
});

export const caddyLines: OptOutFileKind = (wish) => ({
  name: 'Caddyfile',
  where: 'Into your site’s block of the Caddyfile.',
  text: lines(['header {', ...headerLines(wish).map(([name, value]) => `\t${name} "${value}"`), '}']),
});

export const metaTagLines: OptOutFileKind = ({ policyUrl }) => ({
  name: 'meta-tags.html',
  where: 'Into the <head> of each page, where you cannot set headers.',
  text: lines([
    '<meta name="robots" content="noai, noimageai">',
    '<meta name="tdm-reservation" content="1">',
    ...(policyUrl === null
      ? []
      : [`<meta name="tdm-policy" content="${policyUrl.replaceAll('&', '&amp;')}">`]),
  ]),
});

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
