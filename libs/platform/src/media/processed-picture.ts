import type { PictureFormat } from './media-key.js';

export interface PictureFile {
  /** Pixels, as encoded. */
  width: number;
  height: number;
  format: PictureFormat;
  bytes: Buffer;
}

export interface ProcessedPicture {
  /** Pixels of the largest file, upright. */
  width: number;
  height: number;
  /** The dominant colour, `#rrggbb`: the ground while the picture loads. */
  color: string;
  /** WebP and AVIF in every width, ascending, then one JPEG. Without any metadata. */
  files: PictureFile[];
}
