import { theme } from '#libs/themes';

/** Colours of one scheme, `#rrggbb`. */
export interface MailScheme {
  surface: string;
  ink: string;
  muted: string;
  line: string;
  accent: string;
  /** Readable on the accent. */
  accentInk: string;
}

export interface MailColours {
  light: MailScheme;
  dark: MailScheme;
}

const LIGHT = /^:root\{([^}]*)\}/;
const DARK = /prefers-color-scheme:dark\)\{:root\{([^}]*)\}/;
const COLOUR = /^#[0-9a-f]{6}$/i;

/** The colours of a shop's pages, which the theme has corrected where they would be hard to read; by day and by night. */
export function mailColours(themeName: string, settings: unknown): MailColours {
  const chosen = theme(themeName);
  const { css } = chosen.css(chosen.readSettings(settings));
  const { light, dark } = chosen.manifest.grounds;
  return {
    light: {
      surface: light.surface,
      ink: '#1a1714',
      muted: '#595048',
      line: '#cfc8c0',
      ...accentOf(LIGHT.exec(css)?.[1], '#7a2f1f', '#ffffff'),
    },
    dark: {
      surface: dark.surface,
      ink: '#f3efe9',
      muted: '#bdb5ab',
      line: '#4a443e',
      ...accentOf(DARK.exec(css)?.[1], '#f0b49f', '#14110f'),
    },
  };
}

function accentOf(declared = '', otherwise: string, inkOtherwise: string): Pick<MailScheme, 'accent' | 'accentInk'> {
  const values = new Map(declared.split(';').map((each) => each.split(':') as [string, string]));
  const accent = values.get('--accent') ?? '';
  if (!COLOUR.test(accent)) return { accent: otherwise, accentInk: inkOtherwise };
  const ink = values.get('--accent-ink') ?? '';
  return { accent, accentInk: COLOUR.test(ink) ? ink : inkOtherwise };
}
