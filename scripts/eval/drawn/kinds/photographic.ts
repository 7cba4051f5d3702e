import type { RgbPicture } from '../../../../src/core/picture.ts';
import { between, pick, wholeBetween, type Random } from '../../../../src/core/random.ts';
import { drawnOver, hsl, short } from '../../picture/svg.ts';
import { cloudField, colourRamp, painted } from '../fields.ts';
import { blob, closedCurve } from '../shapes.ts';

/** Draws one picture of a kind, of this size. */
export type PaintKind = (random: Random, width: number, height: number) => RgbPicture | Promise<RgbPicture>;

/** Land under a sky, both of clouds of noise, the land lit from one side as hills are. */
export const terrain: PaintKind = (random, width, height) => {
  const heights = cloudField(random, width, height, between(random, 0.5, 0.62));
  const colours = cloudField(random, width, height, 0.5);
  const sky = colourRamp(random);
  const land = colourRamp(random);
  const horizon = height * between(random, 0.15, 0.7);
  const relief = between(random, 2, 6);
  return painted(width, height, (x, y, at, into) => {
    const edge = horizon + heights[x] * height * 0.12 + heights[x + width * 8] * 6;
    if (y < edge) return sky(0.45 + (0.4 * y) / height + colours[at] * 0.22, into);
    const light = (heights[at] - heights[Math.max(0, at - width - 1)]) * relief;
    land(0.35 + colours[at] * 0.25 + light + ((y - edge) / height) * 0.2, into);
  });
};

/** A surface: stone, bark, water or cloth, by stretching the noise and letting it ripple. */
export const surface: PaintKind = (random, width, height) => {
  const field = cloudField(random, width, height, between(random, 0.5, 0.7));
  const second = cloudField(random, width, height, 0.55);
  const ramp = colourRamp(random);
  const ripples = between(random, 2, 9);
  const [lampX, lampY] = [random() * width, random() * height];
  return painted(width, height, (x, y, at, into) => {
    const far = Math.hypot(x - lampX, y - lampY) / width;
    ramp(0.5 + Math.sin(field[at] * ripples + second[at]) * 0.3 + second[at] * 0.12 + 0.2 - far * 0.3, into);
  });
};

/** Out-of-focus lights and things before a soft ground, a few of them sharp. */
export const closeUp: PaintKind = async (random, width, height) => {
  const field = cloudField(random, width, height, 0.42);
  const ramp = colourRamp(random);
  const ground = painted(width, height, (_x, y, at, into) =>
    ramp(0.4 + field[at] * 0.25 + (0.2 * y) / height, into),
  );
  let body = '';
  for (let i = 0; i < wholeBetween(random, 8, 26); i++) {
    const radius = between(random, 5, 34);
    body += `<circle cx="${short(random() * width)}" cy="${short(random() * height)}" r="${short(radius)}" fill="${hsl(random() * 360, 60, 70)}" fill-opacity="${between(random, 0.12, 0.4).toFixed(2)}"/>`;
  }
  const hue = random() * 360;
  for (let i = 0; i < wholeBetween(random, 2, 5); i++) {
    const at = [between(random, 0.15, 0.85) * width, between(random, 0.2, 0.9) * height] as const;
    const size = between(random, 0.1, 0.3) * height;
    const lit = `<radialGradient id="g${i}" cx="0.35" cy="0.3"><stop stop-color="${hsl(hue + i * 30, 70, 75)}"/><stop offset="0.6" stop-color="${hsl(hue + i * 30, 60, 45)}"/><stop offset="1" stop-color="${hsl(hue + i * 30, 55, 18)}"/></radialGradient>`;
    body += `<defs>${lit}</defs><path d="${closedCurve(blob(random, at, size, size * between(random, 0.5, 1.3), 0.2))}" fill="url(#g${i})"/>`;
    const seeds = wholeBetween(random, 6, 30);
    for (let seed = 0; seed < seeds; seed++) {
      const spot = [
        at[0] + between(random, -0.6, 0.6) * size,
        at[1] + between(random, -0.5, 0.5) * size,
      ] as const;
      body += `<path d="${closedCurve(blob(random, spot, between(random, 1, 6), between(random, 1, 5), 0.3, 6))}" fill="${hsl(hue + 180, 40, between(random, 10, 85))}"/>`;
    }
  }
  return drawnOver(ground, body);
};

/** Shapes over shapes, large to small, shaded and textured: the statistics of photographs with edges. */
export const deadLeaves: PaintKind = async (random, width, height) => {
  const ground = await surface(random, width, height);
  const hue = random() * 360;
  const spread = pick(random, [30, 80, 180]);
  const isAngular = random() < 0.4;
  const saturation = between(random, 15, 60);
  let body = '';
  const count = wholeBetween(random, 60, 130);
  for (let i = 0; i < count; i++) {
    const size = Math.min(110, (5 * Math.min(width, height)) / (3 + i));
    const at = [random() * width, random() * height] as const;
    const shape = blob(
      random,
      at,
      size * between(random, 0.5, 1.2),
      size * between(random, 0.4, 1),
      isAngular ? 0.35 : 0.15,
      isAngular ? 6 : 12,
    );
    const path = closedCurve(shape);
    const [h, s, l] = [
      hue + between(random, -spread, spread),
      saturation + between(random, -12, 12),
      between(random, 12, 85),
    ];
    if (size > 14) body += `<path d="${path}" transform="translate(2 3)" fill-opacity="0.25"/>`;
    body += `<path d="${path}" fill="${hsl(h, s, l)}"/>`;
    if (size > 16) {
      const inner = [at[0] - size * 0.2, at[1] - size * 0.25] as const;
      body += `<path d="${closedCurve(blob(random, inner, size * 0.4, size * 0.3, 0.25, 8))}" fill="${hsl(h, s, Math.min(95, l + 14))}" fill-opacity="0.7"/>`;
    }
  }
  return drawnOver(ground, body);
};

/** Strokes of a loaded brush along a flow, each of a few bristles. */
export const brushwork: PaintKind = async (random, width, height) => {
  const flow = cloudField(random, 64, 64, 0.4);
  const ramp = colourRamp(random);
  const tones = cloudField(random, 64, 64, 0.5);
  const ground = painted(width, height, (x, y, _at, into) =>
    ramp(0.5 + tones[(((y * 63) / height) | 0) * 64 + (((x * 63) / width) | 0)] * 0.3, into),
  );
  const turn = random() * 6;
  let body = '';
  const into = [0, 0, 0];
  const count = wholeBetween(random, 160, 320);
  for (let i = 0; i < count; i++) {
    let [x, y] = [random() * width, random() * height];
    const cell = (((y * 63) / height) | 0) * 64 + (((x * 63) / width) | 0);
    ramp(0.5 + tones[cell] * 0.45 + between(random, -0.12, 0.12), into);
    const step = between(random, 8, 26) * (1.4 - i / count);
    let path = `M${short(x)} ${short(y)}`;
    for (let piece = 0; piece < 3; piece++) {
      const angle = flow[cell] * 3 + turn + piece * 0.25;
      [x, y] = [x + Math.cos(angle) * step, y + Math.sin(angle) * step];
      path += `L${short(x)} ${short(y)}`;
    }
    const wide = between(random, 3, 16) * (1.3 - i / count);
    body += `<path d="${path}" fill="none" stroke="rgb(${into.map((value) => Math.max(0, Math.min(255, Math.round(value)))).join()})" stroke-width="${short(wide)}" stroke-linecap="${random() < 0.5 ? 'butt' : 'round'}" stroke-linejoin="round"/>`;
  }
  return drawnOver(ground, body);
};
