import { crc32, deflateSync } from 'node:zlib';
import type { Random } from '@kith/contacts/testing';

const side = 96;

type Colour = readonly [red: number, green: number, blue: number];

const grounds: readonly Colour[] = [
  [214, 224, 219],
  [226, 217, 203],
  [208, 218, 230],
  [229, 213, 214],
  [219, 214, 229],
  [221, 227, 206],
  [205, 223, 226],
  [231, 222, 212],
];
const skins: readonly Colour[] = [
  [246, 214, 188],
  [233, 190, 156],
  [212, 160, 122],
  [176, 121, 84],
  [133, 88, 60],
  [97, 64, 46],
];
const hairs: readonly Colour[] = [
  [42, 36, 34],
  [74, 50, 38],
  [121, 80, 50],
  [184, 140, 84],
  [150, 70, 48],
  [186, 186, 188],
];
const shirts: readonly Colour[] = [
  [62, 92, 118],
  [96, 122, 92],
  [150, 84, 78],
  [92, 80, 122],
  [70, 70, 76],
  [176, 132, 70],
  [56, 112, 112],
  [140, 104, 120],
];

/** Places in the palette. */
const GROUND = 0;
const SKIN = 1;
const HAIR = 2;
const SHIRT = 3;

/** A simple portrait as a PNG of 96 by 96 pixels and about half a kilobyte. */
export function portrait(chance: Random): Buffer {
  const palette = [chance.pick(grounds), chance.pick(skins), chance.pick(hairs), chance.pick(shirts)];
  return png(palette, drawing(chance));
}

/** One byte of palette a pixel, each row led by its filter (none). */
function drawing(chance: Random): Buffer {
  const headWidth = chance.int(17, 21);
  const headHeight = chance.int(21, 25);
  const shoulders = chance.int(31, 42);
  const cut = chance.pick(['bald', 'short', 'short', 'long', 'long', 'bun']);
  const fringe = chance.int(26, 34);
  const beard = cut !== 'long' && cut !== 'bun' && chance.chance(0.3);
  const image = Buffer.alloc((side + 1) * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const across = x - 47.5;
      let colour = GROUND;
      if (cut === 'long' && inEllipse(across, y - 47, headWidth + 8, headHeight + 12)) colour = HAIR;
      if (cut === 'bun' && inEllipse(across, y - 14, 9, 9)) colour = HAIR;
      if (inEllipse(across, y - 98, shoulders, 30)) colour = SHIRT;
      if (Math.abs(across) < 8 && y > 55 && y < 74) colour = SKIN;
      if (inEllipse(across, y - 42, headWidth, headHeight)) {
        colour = SKIN;
        if (cut !== 'bald' && y < fringe - across * 0.12) colour = HAIR;
        if (beard && y > 52) colour = HAIR;
      } else if (cut !== 'bald' && y < 40 && inEllipse(across, y - 40, headWidth + 3, headHeight + 3))
        colour = HAIR;
      image[y * (side + 1) + 1 + x] = colour;
    }
  }
  return image;
}

function inEllipse(x: number, y: number, width: number, height: number): boolean {
  return (x * x) / (width * width) + (y * y) / (height * height) <= 1;
}

function png(palette: readonly Colour[], image: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // Eight bits a pixel, colour type 3: an index into the palette (PNG, section 11.2.2).
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(image)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
