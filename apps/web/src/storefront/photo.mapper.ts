import { mediaKey } from '#libs/platform';
import type { Photo } from '#libs/themes';
import type { PhotoRow } from './shop-row.js';

/** The one JPEG of each picture is at most this wide. */
const JPEG_WIDTH = 960;

/** Where a picture's files are: `/media/` and the key of the media store. */
export const mediaUrl = (key: string): string => `/media/${key}`;

/** A stored picture with all its sizes. */
export function photoOf(shopId: string, row: PhotoRow): Photo {
  const width = Math.min(JPEG_WIDTH, row.width);
  const url = (size: number, format: 'webp' | 'avif' | 'jpeg') =>
    mediaUrl(mediaKey(shopId, row.photo_id, size, format));
  const sizes = (format: 'webp' | 'avif') => row.widths.map((size) => ({ url: url(size, format), width: size }));
  return {
    src: url(width, 'jpeg'),
    width,
    height: Math.round((row.height * width) / row.width),
    alt: row.alt,
    color: row.color,
    avif: sizes('avif'),
    webp: sizes('webp'),
  };
}

export const photoOrNull = (shopId: string, row: PhotoRow | null): Photo | null => (row ? photoOf(shopId, row) : null);
