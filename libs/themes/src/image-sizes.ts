import type { PhotoSize } from './view-models.js';

/** Values of the `sizes` attribute, by name: `imageSizes` of `theme.json`. */
export type ImageSizes = Record<string, string>;

/** How wide the pictures of `themes/base` are drawn; a theme that draws one otherwise says so in its `imageSizes`. */
export const HOUSE_IMAGE_SIZES: ImageSizes = {
  card: '(min-width: 75rem) 17rem, (min-width: 60rem) 22.5vw, (min-width: 40rem) 29vw, 46vw',
  hero: '(min-width: 75rem) 38rem, (min-width: 60rem) 49vw, calc(100vw - 2rem)',
  words: '(min-width: 75rem) 35rem, (min-width: 60rem) 45vw, calc(100vw - 2rem)',
  news: '(min-width: 60rem) 24rem, calc(100vw - 4rem)',
  photo: '(min-width: 75rem) 38rem, (min-width: 60rem) 49vw, calc(100vw - 2rem)',
  photo_more: '(min-width: 75rem) 38rem, (min-width: 60rem) 49vw, calc(100vw - 2rem)',
  presence: '(min-width: 75rem) 72rem, calc(100vw - 2rem)',
  tile: '3.5rem',
  thumb: '(min-width: 30rem) 5rem, 4rem',
  logo: '3rem',
};

const REM = 16;
const WIDEST_SCREEN = 1920;
/** Pixels of a picture for one CSS pixel: screens of two are common, and beyond nobody sees the difference. */
const DENSITY = 2;
const CLAUSE = /^(?:\(min-width: ?([\d.]+)rem\) )?(?:([\d.]+)(rem|px|vw)|calc\(([\d.]+)vw - ([\d.]+)rem\))$/;

/** The widest that `sizes` ever asks for, in CSS pixels; Infinity where it is written in a way that is not read here. */
export function widestPixels(sizes: string): number {
  let until = WIDEST_SCREEN;
  const widths = sizes.split(/,\s*/).map((clause) => {
    const [all, from, amount, unit, share, less] = CLAUSE.exec(clause.trim()) ?? [];
    if (all === undefined) return Infinity;
    const screen = until;
    until = Number(from ?? 0) * REM;
    if (share) return (screen * Number(share)) / 100 - Number(less) * REM;
    return Number(amount) * (unit === 'vw' ? screen / 100 : unit === 'rem' ? REM : 1);
  });
  return Math.max(...widths);
}

/** The candidates of a `srcset` that `sizes` can have a use for: those up to the first that is wide enough for all. */
export function usefulSizes(candidates: PhotoSize[], sizes: string): PhotoSize[] {
  const wanted = widestPixels(sizes) * DENSITY;
  const sorted = candidates.toSorted((a, b) => a.width - b.width);
  const enough = sorted.findIndex(({ width }) => width >= wanted);
  return enough === -1 ? sorted : sorted.slice(0, enough + 1);
}
