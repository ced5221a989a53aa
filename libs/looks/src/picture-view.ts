import { mediaKey } from '#libs/platform';
import type { Photo } from '#libs/themes';

/** The one JPEG of each picture is at most this wide. */
const JPEG_WIDTH = 960;

/** A processed picture; sizes in pixels, `widths` those of WebP and AVIF. */
export interface PictureFacts {
  photoId: string;
  alt: string;
  width: number;
  height: number;
  widths: number[];
  color: string | null;
}

/** Where a picture's files are: `/media/` and the key of the media store. */
const mediaUrl = (key: string): string => `/media/${key}`;

/** A stored picture with all its sizes. */
export function pictureView(shopId: string, { photoId, ...row }: PictureFacts): Photo {
  const width = Math.min(JPEG_WIDTH, row.width);
  const url = (size: number, format: 'webp' | 'avif' | 'jpeg') => mediaUrl(mediaKey(shopId, photoId, size, format));
  const sizes = (format: 'webp' | 'avif') => row.widths.map((size) => ({ url: url(size, format), width: size }));
  return {
    src: url(width, 'jpeg'),
    width,
    height: Math.round((row.height * width) / row.width),
    alt: row.alt,
    color: row.color,
    avif: sizes('avif'),
    webp: sizes('webp'),
    large: largeOf(row, (size) => url(size, 'webp')),
  };
}

function largeOf(
  { width, height, widths }: Omit<PictureFacts, 'photoId'>,
  url: (width: number) => string,
): Photo['large'] {
  const largest = Math.max(...widths);
  return widths.length > 0
    ? { url: url(largest), width: largest, height: Math.round((height * largest) / width) }
    : null;
}
