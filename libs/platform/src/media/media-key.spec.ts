import { checkMediaKey, mediaKey, photoPrefix, type PictureFormat } from './index.js';

const SHOP = '3f2c1d10-0000-4000-8000-000000000001';

it('names a photo by its shop, id, width and format', () => {
  expect(mediaKey(SHOP, 'p1', 640, 'webp')).toBe(`shops/${SHOP}/photos/p1/640.webp`);
  expect(mediaKey(SHOP, SHOP, 960, 'jpeg')).toBe(`shops/${SHOP}/photos/${SHOP}/960.jpg`);
  expect(mediaKey(SHOP, 'p1', 320, 'avif').startsWith(photoPrefix(SHOP, 'p1'))).toBe(true);
  expect(photoPrefix(SHOP)).toBe(`shops/${SHOP}/photos/`);
  expect(() => checkMediaKey(mediaKey(SHOP, 'p1', 320, 'avif'))).not.toThrow();
});

it.each<[string, string, number, PictureFormat]>([
  ['fleurs-martin', 'p1', 320, 'webp'],
  [SHOP.toUpperCase(), 'p1', 320, 'webp'],
  [`${SHOP}/..`, 'p1', 320, 'webp'],
  [SHOP, '../p1', 320, 'webp'],
  [SHOP, '', 320, 'webp'],
  [SHOP, 'p1', 0, 'webp'],
  [SHOP, 'p1', 1.5, 'webp'],
])('refuses to name %s %s %s', (shop, photo, width, format) => {
  expect(() => mediaKey(shop, photo, width, format)).toThrow('Not a media key');
});
