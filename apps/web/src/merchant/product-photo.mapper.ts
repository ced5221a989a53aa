import type { PhotoView } from '#libs/catalog';
import { mediaKey, type PictureFormat } from '#libs/platform';
import { currentShopId } from '#libs/tenancy';
import type { Photo } from '#libs/themes';

/** The one JPEG of each picture is at most this wide. */
const JPEG_WIDTH = 960;

/** A ready photo of the current shop as `picture` shows it; null while it is none. */
export function pictureOf(photo: PhotoView | null): Photo | null {
  if (!photo || photo.state !== 'ready' || photo.width === null || photo.height === null) return null;
  const shopId = currentShopId();
  const { photoId, widths, width: full, height, alt, color } = photo;
  const width = Math.min(JPEG_WIDTH, full);
  const url = (size: number, format: PictureFormat): string => `/media/${mediaKey(shopId, photoId, size, format)}`;
  return {
    src: url(width, 'jpeg'),
    width,
    height: Math.round((height * width) / full),
    alt,
    color,
    avif: widths.map((size) => ({ url: url(size, 'avif'), width: size })),
    webp: widths.map((size) => ({ url: url(size, 'webp'), width: size })),
  };
}
