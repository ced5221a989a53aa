import { theme } from '#libs/themes';

/** Colours of a shop's theme on white paper, `#rrggbb`. */
export interface PosterColours {
  /** Readable on white. */
  accent: string;
  /** Readable on the accent. */
  accentInk: string;
  /** A light ground of the same colour. */
  soft: string;
}

const LIGHT = /^:root\{([^}]*)\}/;

/** What the shop's pages show by daylight: the theme has corrected a colour that would be hard to read. */
export function posterColours(themeName: string, settings: unknown): PosterColours {
  const chosen = theme(themeName);
  const declared = LIGHT.exec(chosen.css(chosen.readSettings(settings)).css)?.[1] ?? '';
  const values = new Map(declared.split(';').map((each) => each.split(':') as [string, string]));
  const colour = (name: string, otherwise: string) => {
    const value = values.get(name) ?? '';
    return /^#[0-9a-f]{6}$/i.test(value) ? value : otherwise;
  };
  return {
    accent: colour('--accent', '#9a3b26'),
    accentInk: colour('--accent-ink', '#ffffff'),
    soft: colour('--accent-soft', '#f6e7dc'),
  };
}
