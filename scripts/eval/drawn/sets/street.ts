import { between, pick, shuffled, wholeBetween, type Random } from '../../../../src/core/random.ts';
import { hsl } from '../../picture/svg.ts';

/** To the right, upwards, ahead; in metres or so. */
export type Space = readonly [x: number, y: number, z: number];

/** A flat shape in space. */
export interface Surface {
  corners: readonly Space[];
  fill: string;
  /** The larger, the earlier it is drawn: from back to front, as seen from a place. */
  order(place: { x: number; z: number }): number;
}

/** Houses on both sides of a street and at its end, posts and boxes before them, tiles on the ground. */
export function streetOf(random: Random): Surface[] {
  const surfaces = pavement(random);
  surfaces.push(...house(random, -14, 26, 28, wholeBetween(random, 3, 5)));
  for (const side of [-1, 1]) {
    for (let z = 4; z < 24;) {
      const long = between(random, 3, 6);
      const near = side * between(random, 2.6, 4.2);
      surfaces.push(...house(random, side < 0 ? near - 4 : near, z, 4, wholeBetween(random, 2, 4), long));
      z += long + between(random, 0.2, 1.4);
    }
  }
  const posts = Array.from(
    { length: 9 },
    () => [between(random, -2.4, 2.4), between(random, 3, 14)] as const,
  );
  for (const [x, z] of shuffled(random, posts)) surfaces.push(...post(random, x, z));
  return surfaces;
}

function pavement(random: Random): Surface[] {
  const tiles: Surface[] = [];
  for (let z = 1.2; z < 26; z += 1) {
    for (let x = -4; x < 4; x += 1) {
      const light = between(random, 46, 62);
      tiles.push(flat([x, 0, z], [x + 0.94, 0, z + 0.94], hsl(35, 8, light)));
    }
  }
  return tiles;
}

/** A box with windows on the side towards the street and on the one towards the camera. */
function house(random: Random, left: number, z: number, wide: number, floors: number, long = 4): Surface[] {
  const hue = random() * 360;
  const [right, back, top] = [left + wide, z + long, floors * between(random, 1.3, 1.7)];
  const [wall, dark] = [hsl(hue, 28, between(random, 55, 75)), hsl(hue, 28, between(random, 35, 50))];
  const streetSide = left < 0 && right < 3 ? right : left;
  // What stands on a wall follows it at once: one order for all of a house.
  const order = (place: { x: number; z: number }): number =>
    Math.hypot((left + right) / 2 - place.x, z - place.z) + (wide > 10 ? 40 : 0);
  const parts: Surface[] = [
    { corners: upright([streetSide, 0, back], [streetSide, top, z]), fill: dark, order },
    { corners: upright([left, 0, z], [right, top, z]), fill: wall, order },
  ];
  const windows = (from: Space, to: Space, count: number): void => {
    const style = { wide: between(random, 0.35, 0.7), tall: between(random, 0.4, 0.7) };
    for (let floor = 0; floor < floors; floor++) {
      for (let i = 0; i < count; i++) {
        const at = (share: number, height: number): Space => [
          from[0] + ((to[0] - from[0]) * (i + share)) / count,
          (top * (floor + height)) / floors,
          from[2] + ((to[2] - from[2]) * (i + share)) / count,
        ];
        const [a, b] = [(1 - style.wide) / 2, (1 + style.wide) / 2];
        const [low, high] = [0.2, 0.2 + style.tall];
        const pane = hsl(pick(random, [45, 200, 215]), 40, between(random, 18, 80));
        parts.push({ corners: upright(at(a, low), at(b, high)), fill: '#f2efe8', order });
        parts.push({
          corners: upright(at(a + 0.05, low + 0.05), at(b - 0.05, high - 0.04)),
          fill: pane,
          order,
        });
        if (random() < 0.4) {
          const sill = hsl(random() * 360, 55, 45);
          parts.push({ corners: upright(at(a, low - 0.1), at(b, low - 0.02)), fill: sill, order });
        }
      }
    }
  };
  windows([streetSide, 0, back], [streetSide, 0, z], Math.max(2, Math.round(long)));
  windows([left, 0, z], [right, 0, z], Math.max(3, Math.round(wide)));
  return parts;
}

/** Something thin that stands in the street: a pole with a sign, or a crate. */
function post(random: Random, x: number, z: number): Surface[] {
  const order = (place: { x: number; z: number }): number => Math.hypot(x - place.x, z - place.z);
  const plate = (left: number, low: number, wide: number, tall: number, fill: string): Surface => ({
    corners: upright([x + left, low, z], [x + left + wide, low + tall, z]),
    fill,
    order,
  });
  const colour = (): string => hsl(random() * 360, 65, between(random, 30, 60));
  if (random() < 0.5) {
    const parts = [plate(-0.35, 0, 0.7, 0.6, colour())];
    for (let i = 0; i < 4; i++)
      parts.push(plate(-0.3 + i * 0.16, 0.08, 0.1, between(random, 0.15, 0.45), colour()));
    return parts;
  }
  const [wide, low] = [between(random, 0.3, 0.6), between(random, 1.4, 2)];
  return [
    plate(-0.04, 0, 0.08, low + 0.2, '#3b3d42'),
    plate(-wide / 2, low, wide, 0.45, colour()),
    plate(-wide * 0.3, low + 0.1, wide * between(random, 0.2, 0.6), 0.2, '#ffffff'),
  ];
}

/** A rectangle that stands upright, between two of its corners. */
function upright(from: Space, to: Space): Space[] {
  return [from, [to[0], from[1], to[2]], to, [from[0], to[1], from[2]]];
}

function flat(from: Space, to: Space, fill: string): Surface {
  const corners: Space[] = [from, [to[0], 0, from[2]], to, [from[0], 0, to[2]]];
  return { corners, fill, order: () => 1000 };
}
