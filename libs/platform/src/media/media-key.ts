/** A key is lower-case, has no empty, `.` or `..` segment and at most 512 characters. */
const KEY = /^[a-z0-9][a-z0-9/_.-]*$/;
const KEY_LENGTH = 512;
const SEGMENT_LENGTH = 200;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PHOTO_ID = /^[a-z0-9][a-z0-9_-]{0,63}$/;

export type PictureFormat = 'webp' | 'avif' | 'jpeg';

export const PICTURE_TYPES: Record<PictureFormat, { extension: string; contentType: string }> = {
  webp: { extension: 'webp', contentType: 'image/webp' },
  avif: { extension: 'avif', contentType: 'image/avif' },
  jpeg: { extension: 'jpg', contentType: 'image/jpeg' },
};

/** A key the stores do not take: a mistake of the calling code, never of a person. */
export class BadMediaKeyError extends Error {
  constructor(key: string) {
    super(`Not a media key: ${JSON.stringify(key.slice(0, 200))}`);
    this.name = 'BadMediaKeyError';
  }
}

/** @throws BadMediaKeyError unless the key can be stored by every driver. */
export function checkMediaKey(key: string): void {
  if (!KEY.test(key) || key.length > KEY_LENGTH || !key.split('/').every(isSegment)) throw new BadMediaKeyError(key);
}

/** A prefix is the beginning of a key, or empty. @throws BadMediaKeyError */
export function checkMediaPrefix(prefix: string): void {
  if (prefix !== '') checkMediaKey(prefix.endsWith('/') ? prefix.slice(0, -1) : prefix);
}

function isSegment(segment: string): boolean {
  return segment !== '' && segment !== '.' && segment !== '..' && segment.length <= SEGMENT_LENGTH;
}

/**
 * Where one file of a photo is stored: `shops/<uuid>/photos/<id>/<width>.<webp|avif|jpg>`.
 * `shopId` and `photoId` are lower-case ids, `width` is in pixels. @throws BadMediaKeyError
 */
export function mediaKey(shopId: string, photoId: string, width: number, format: PictureFormat): string {
  const key = `${photoPrefix(shopId, photoId)}${width}.${PICTURE_TYPES[format].extension}`;
  if (!Number.isInteger(width) || width < 1) throw new BadMediaKeyError(key);
  return key;
}

/** The prefix of all files of one photo, ending in `/`; without `photoId`, of all photos of the shop. @throws BadMediaKeyError */
export function photoPrefix(shopId: string, photoId?: string): string {
  if (!UUID.test(shopId)) throw new BadMediaKeyError(`shops/${shopId}`);
  if (photoId !== undefined && !PHOTO_ID.test(photoId)) throw new BadMediaKeyError(`shops/${shopId}/photos/${photoId}`);
  return photoId === undefined ? `shops/${shopId}/photos/` : `shops/${shopId}/photos/${photoId}/`;
}
