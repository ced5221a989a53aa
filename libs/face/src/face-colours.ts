import { accentCss } from '#libs/themes';
import type { AccentShown, Face } from './face.js';

/** The style sheet of the region's colour, corrected where it could not be read; null: the program's own. */
export const faceCss = ({ accent }: Pick<Face, 'accent'>): string | null =>
  accent === '' ? null : accentCss(accent).css;

/** What becomes of a colour by day and by night. */
export function accentShown(accent: string): AccentShown {
  const { day, night } = accentCss(accent);
  return { day, night, isCorrected: day.toLowerCase() !== accent.toLowerCase() };
}
