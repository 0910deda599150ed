import type { Locator } from 'playwright-core';
import { decodeQR } from 'qr/decode.js';

/** What a camera reads of a code on the screen. */
export async function scanned(code: Locator): Promise<string> {
  const picture = await code.evaluate(async (svg) => {
    const side = 400;
    const image = new Image(side, side);
    // Safe: the copy of an element is one.
    const drawn = svg.cloneNode(true) as SVGElement;
    drawn.setAttribute('width', String(side));
    drawn.setAttribute('height', String(side));
    drawn.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    const text = new XMLSerializer().serializeToString(drawn);
    image.src = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
    await image.decode();
    const canvas = new OffscreenCanvas(side, side);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, side, side);
    context.drawImage(image, 0, 0, side, side);
    return { width: side, height: side, data: [...context.getImageData(0, 0, side, side).data] };
  });
  return decodeQR({ ...picture, data: new Uint8ClampedArray(picture.data) });
}
