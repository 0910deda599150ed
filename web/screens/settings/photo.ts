import { ApiError } from '../../api/client.ts';

/** Side of a photo in px; larger ones are made smaller before they leave the machine. */
const side = 256;

/** The middle square of a picture as a small file; what else the file told (place, camera) stays behind. */
export async function resized(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (picture === undefined) throw new ApiError('photo.invalid', 0);
  const square = Math.min(picture.width, picture.height);
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  canvas
    .getContext('2d')
    ?.drawImage(
      picture,
      (picture.width - square) / 2,
      (picture.height - square) / 2,
      square,
      square,
      0,
      0,
      side,
      side,
    );
  picture.close();
  const photo = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
  if (photo === null) throw new ApiError('photo.invalid', 0);
  return photo;
}
