import { createHash } from 'node:crypto';

import type { ThemeManifest } from './theme-manifest.js';
import type { ThemeSettings } from './view-models.js';

/** Text on its ground must reach this (WCAG 2.2, 1.4.3). */
export const MIN_CONTRAST = 4.5;

type Rgb = [number, number, number];
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];

const parse = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as Rgb;
const write = (rgb: Rgb): string => `#${rgb.map((n) => Math.round(n).toString(16).padStart(2, '0')).join('')}`;
const mix = (a: Rgb, b: Rgb, share: number): Rgb => a.map((n, i) => n + ((b[i] ?? 0) - n) * share) as Rgb;

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((n) => {
    const c = n / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two `#rrggbb` colours, 1 to 21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(parse(one)), luminance(parse(other))].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** `color`, darkened or lightened as little as it takes to be read on each of `grounds`. */
export function readableOn(color: string, grounds: string[]): string {
  const isDarkGround = grounds.every((ground) => luminance(parse(ground)) < 0.18);
  const goal = isDarkGround ? WHITE : BLACK;
  for (let share = 0; share < 1; share += 0.02) {
    const candidate = write(mix(parse(color), goal, share));
    if (grounds.every((ground) => contrast(candidate, ground) >= MIN_CONTRAST)) return candidate;
  }
  return write(goal);
}

const inkOn = (color: string): string => (contrast('#ffffff', color) >= MIN_CONTRAST ? '#ffffff' : '#14110f');

interface Scheme {
  surface: string;
  raised: string;
}

/** `css` for `/theme.css`, and `url` with its fingerprint, so that it can be cached for ever. */
export interface ThemeCss {
  css: string;
  url: string;
}

/**
 * The style sheet of one shop: the custom properties its settings stand for, light and dark. A colour that could not be
 * read on the shop's paper is corrected.
 */
export function themeCss(manifest: ThemeManifest, settings: ThemeSettings): ThemeCss {
  const { light, dark } = schemes(manifest, settings);
  const css = `:root{${declare(light)}}\n@media (prefers-color-scheme:dark){:root{${declare(dark)}}}\n`;
  const print = createHash('sha256').update(css).digest('hex').slice(0, 12);
  return { css, url: `/theme.css?v=${print}` };
}

/** The papers of `tokens.css`. */
const BASE_GROUNDS = {
  light: { surface: '#fbf7f0', raised: '#fffdf9' },
  dark: { surface: '#1b1613', raised: '#26201b' },
} as const;

/** A colour in place of the accent of portal and back office, corrected where it could not be read; `day` and `night`: as shown. */
export function accentCss(color: string): { css: string; day: string; night: string } {
  const light = colourVariables('accent', color.toLowerCase(), BASE_GROUNDS.light);
  const dark = colourVariables('accent', color.toLowerCase(), BASE_GROUNDS.dark);
  const css = `:root{${declare(light)}}\n@media (prefers-color-scheme:dark){:root{${declare(dark)}}}\n`;
  return { css, day: light['--accent']!, night: dark['--accent']! };
}

/** The custom properties that the settings stand for, by day and by night. */
function schemes(manifest: ThemeManifest, settings: ThemeSettings) {
  const light = chosenVariables(manifest, settings, 'light');
  const dark = chosenVariables(manifest, settings, 'dark');
  for (const definition of manifest.settings) {
    if (definition.type !== 'colour') continue;
    const chosen = settings[definition.id];
    const color = typeof chosen === 'string' ? chosen : definition.default;
    Object.assign(light, colourVariables(definition.variable, color, { ...manifest.grounds.light, ...grounds(light) }));
    Object.assign(dark, colourVariables(definition.variable, color, { ...manifest.grounds.dark, ...grounds(dark) }));
  }
  return { light, dark };
}

/** What became of a chosen colour. `day`, `night`: as shown on the shop's paper; `change`: how it was made readable by day. */
export interface ColourCorrection {
  id: string;
  chosen: string;
  day: string;
  night: string;
  change: 'darkened' | 'lightened' | null;
}

/** Each colour of the settings as `themeCss` shows it. */
export function colourCorrections(manifest: ThemeManifest, settings: ThemeSettings): ColourCorrection[] {
  const { light, dark } = schemes(manifest, settings);
  return manifest.settings.flatMap((definition) => {
    if (definition.type !== 'colour') return [];
    const given = settings[definition.id];
    const chosen = typeof given === 'string' ? given : definition.default;
    const [day, night] = [light, dark].map((scheme) => scheme[`--${definition.variable}`] ?? chosen) as [
      string,
      string,
    ];
    const isDarker = luminance(parse(day)) < luminance(parse(chosen));
    const change = day === chosen.toLowerCase() ? null : isDarker ? 'darkened' : 'lightened';
    return [{ id: definition.id, chosen, day, night, change }];
  });
}

const declare = (variables: Record<string, string>): string =>
  Object.entries(variables)
    .map(([name, value]) => `${name}:${value}`)
    .join(';');

function grounds(variables: Record<string, string>): Partial<Scheme> {
  const found: Partial<Scheme> = {};
  if (variables['--surface']) found.surface = variables['--surface'];
  if (variables['--raised']) found.raised = variables['--raised'];
  return found;
}

function chosenVariables(manifest: ThemeManifest, settings: ThemeSettings, scheme: 'light' | 'dark') {
  const variables: Record<string, string> = {};
  for (const definition of manifest.settings) {
    if (definition.type !== 'choice') continue;
    const chosen = definition.options.find(({ value }) => value === (settings[definition.id] ?? definition.default));
    Object.assign(variables, chosen?.css?.both, chosen?.css?.[scheme]);
  }
  return variables;
}

function colourVariables(name: string, color: string, { surface, raised }: Scheme): Record<string, string> {
  // A soft ground for tags and choices carries the same colour as text, so it counts as a ground too.
  const soft = write(mix(parse(surface), parse(color), 0.1));
  const readable = readableOn(color, [surface, raised, soft]);
  return { [`--${name}`]: readable, [`--${name}-ink`]: inkOn(readable), [`--${name}-soft`]: soft };
}
