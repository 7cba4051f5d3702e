import { between, pick } from '../../src/core/random.ts';

/** A drawn scene: SVG of `width` × `height`, and a caption as an artist might have written it. */
export interface Scene {
  svg: string;
  caption: string;
}

type Draw = (random: () => number, width: number, height: number) => Scene;

const PALETTES = [
  ['#0b132b', '#1c2541', '#3a506b', '#5bc0be', '#f4d35e', '#ee964b'],
  ['#2b2d42', '#8d99ae', '#edf2f4', '#ef233c', '#d90429', '#f9c74f'],
  ['#264653', '#2a9d8f', '#e9c46a', '#f4a261', '#e76f51', '#fefae0'],
  ['#3d348b', '#7678ed', '#f7b801', '#f18701', '#f35b04', '#f8f4e3'],
  ['#132a13', '#31572c', '#4f772d', '#90a955', '#ecf39e', '#d4a373'],
  ['#22223b', '#4a4e69', '#9a8c98', '#c9ada7', '#f2e9e4', '#bc4749'],
] as const;

/** Each draws one kind of picture; the kinds differ as an artist's portfolio does. */
export const SCENES: readonly Draw[] = [hills, harbour, leaves, mosaic, orchard, rings];

function frame(width: number, height: number, ground: string, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${ground}"/>${body}</svg>`;
}

function hills(random: () => number, width: number, height: number): Scene {
  const colours = pick(random, PALETTES);
  const sun = `<circle cx="${between(random, 0.15, 0.85) * width}" cy="${between(random, 0.15, 0.4) * height}" r="${between(random, 0.06, 0.14) * height}" fill="${colours[4]}"/>`;
  let ridges = '';
  for (let layer = 0; layer < 5; layer++) {
    let y = height * (0.4 + layer * 0.12);
    let path = `M0 ${height} L0 ${y}`;
    for (let step = 0; step <= 14; step++) {
      const x = (width * step) / 14;
      y += between(random, -0.07, 0.07) * height;
      path += ` L${x.toFixed(1)} ${y.toFixed(1)}`;
    }
    ridges += `<path d="${path} L${width} ${height} Z" fill="${colours[(layer + 1) % 5]}" fill-opacity="0.92"/>`;
  }
  return {
    svg: frame(width, height, colours[5], sun + ridges),
    caption: 'Ridges before dawn, gouache study',
  };
}

function harbour(random: () => number, width: number, height: number): Scene {
  const colours = pick(random, PALETTES);
  let body = `<rect y="${height * 0.55}" width="${width}" height="${height * 0.45}" fill="${colours[1]}"/>`;
  for (let i = 0; i < 18; i++) {
    const tall = between(random, 0.1, 0.4) * height;
    const x = between(random, 0, 0.95) * width;
    body += `<rect x="${x}" y="${height * 0.55 - tall}" width="${between(random, 0.03, 0.09) * width}" height="${tall}" fill="${pick(random, colours)}"/>`;
    body += `<rect x="${x}" y="${height * 0.56}" width="${between(random, 0.02, 0.2) * width}" height="3" fill="${pick(random, colours)}"/>`;
  }
  for (let i = 0; i < 4; i++) {
    const x = between(random, 0.1, 0.85) * width;
    const y = between(random, 0.62, 0.9) * height;
    body += `<path d="M${x} ${y} l44 0 l-10 14 l-26 0 Z M${x + 20} ${y - 3} l0 -46 l24 40 Z" fill="${pick(random, colours)}"/>`;
  }
  return { svg: frame(width, height, colours[3], body), caption: 'Harbour with paper boats, linocut' };
}

function leaves(random: () => number, width: number, height: number): Scene {
  const colours = pick(random, PALETTES);
  let body = '';
  for (let i = 0; i < 90; i++) {
    const long = between(random, 14, 90);
    body += `<g transform="translate(${between(random, 0, width)} ${between(random, 0, height)}) rotate(${between(random, 0, 360)})"><path d="M0 0 Q${long / 2} ${-long / 3} ${long} 0 Q${long / 2} ${long / 3} 0 0" fill="${pick(random, colours)}"/><path d="M0 0 L${long} 0" stroke="${colours[0]}" stroke-width="1.4"/></g>`;
  }
  return { svg: frame(width, height, colours[4], body), caption: 'Fallen leaves, pattern for a textile' };
}

function mosaic(random: () => number, width: number, height: number): Scene {
  const colours = pick(random, PALETTES);
  let body = '';
  const side = pick(random, [28, 36, 46]);
  for (let y = 0; y < height; y += side) {
    for (let x = 0; x < width; x += side) {
      const shift = () => between(random, -5, 5);
      body += `<path d="M${x + shift()} ${y + shift()} L${x + side + shift()} ${y + shift()} L${x + side + shift()} ${y + side + shift()} L${x + shift()} ${y + side + shift()} Z" fill="${pick(random, colours)}"/>`;
    }
  }
  const centre = `<circle cx="${between(random, 0.25, 0.75) * width}" cy="${between(random, 0.3, 0.7) * height}" r="${between(random, 0.15, 0.3) * height}" fill="${pick(random, colours)}" fill-opacity="0.75"/>`;
  return {
    svg: frame(width, height, colours[0], body + centre),
    caption: 'Courtyard mosaic, digital collage',
  };
}

function orchard(random: () => number, width: number, height: number): Scene {
  const colours = pick(random, PALETTES);
  let body = `<rect y="${height * 0.6}" width="${width}" height="${height * 0.4}" fill="${colours[2]}"/>`;
  for (let i = 0; i < 9; i++) {
    const x = between(random, 0.04, 0.96) * width;
    const foot = between(random, 0.62, 0.95) * height;
    const tall = between(random, 0.2, 0.5) * height;
    body += `<path d="M${x} ${foot} q8 ${-tall / 2} 0 ${-tall}" stroke="${colours[0]}" stroke-width="7" fill="none"/>`;
    for (let j = 0; j < 14; j++) {
      body += `<circle cx="${x + between(random, -40, 40)}" cy="${foot - tall + between(random, -36, 36)}" r="${between(random, 5, 20)}" fill="${pick(random, colours)}"/>`;
    }
  }
  return { svg: frame(width, height, colours[5], body), caption: 'The old orchard, coloured ink' };
}

function rings(random: () => number, width: number, height: number): Scene {
  const colours = pick(random, PALETTES);
  let body = '';
  for (let i = 0; i < 26; i++) {
    body += `<ellipse cx="${between(random, 0, width)}" cy="${between(random, 0, height)}" rx="${between(random, 10, 120)}" ry="${between(random, 10, 90)}" fill="none" stroke="${pick(random, colours)}" stroke-width="${between(random, 2, 16)}"/>`;
  }
  for (let i = 0; i < 12; i++) {
    body += `<path d="M${between(random, 0, width)} ${between(random, 0, height)} L${between(random, 0, width)} ${between(random, 0, height)}" stroke="${pick(random, colours)}" stroke-width="${between(random, 1, 5)}"/>`;
  }
  return { svg: frame(width, height, colours[0], body), caption: 'Orbits no. 4, screen print' };
}
