import { readFileSync } from 'node:fs';
import path from 'node:path';

import { contrast, themeCss } from '../theme-css.js';
import type { SettingDefinition, ThemeManifest } from '../theme-manifest.js';
import type { ThemeSettings } from '../view-models.js';
import { type Findings, lineOf } from './findings.js';
import { resolveColour, rootVariables } from './root-variables.js';
import type { ThemeFolder } from './theme-folder.js';

/** Text colour, its ground, and the ratio it must reach (WCAG 2.2: 1.4.3 and 1.4.11; body text as in 1.4.6). */
type Pair = [ink: string, ground: string, ratio: number];

const GROUNDS = ['--surface', '--raised'];
const TONES = ['--success', '--warning', '--danger'];
const BODY = 7;
const TEXT = 4.5;
const EDGE = 3;

/** Colours a merchant might pick: the corners and the middle of the cube, where a correction has most to do. */
const PICKED = ['00', '80', 'ff'].flatMap((r) =>
  ['00', '80', 'ff'].flatMap((g) => ['00', '80', 'ff'].map((b) => `#${r}${g}${b}`)),
);
const MAX_COMBINATIONS = 400;

/** T060 to T062: every pair of colours, under each choice that changes one, by day and by night. */
export function checkContrast(folder: ThemeFolder, findings: Findings): void {
  const { manifest } = folder;
  if (!manifest || folder.assetFaults.length > 0) return;
  const sheet = folder.assets.get('theme/site.css').body.toString('utf8');
  const pairs = pairsOf(manifest);
  const reported = new Set<string>();
  for (const settings of combinations(manifest)) {
    const schemes = variablesOf(sheet, themeCss(manifest, settings).css);
    for (const [scheme, variables] of schemes)
      measure({ folder, findings, settings, scheme, variables, reported }, pairs);
  }
  checkGrounds(folder, manifest, sheet, findings);
}

function pairsOf({ settings }: ThemeManifest): Pair[] {
  const colours = settings.flatMap((setting) => (setting.type === 'colour' ? [`--${setting.variable}`] : []));
  const accents = [...new Set(['--accent', ...colours])];
  const tinted = [...TONES, ...accents];
  return [
    ...GROUNDS.map((ground): Pair => ['--ink', ground, BODY]),
    ...['--muted', ...tinted].flatMap((ink) => GROUNDS.map((ground): Pair => [ink, ground, TEXT])),
    ...tinted.flatMap((tone): Pair[] => [
      [tone, `${tone}-soft`, TEXT],
      ['--ink', `${tone}-soft`, TEXT],
    ]),
    ...accents.map((accent): Pair => [`${accent}-ink`, accent, TEXT]),
    ...['--line-strong', '--focus'].flatMap((edge) => GROUNDS.map((ground): Pair => [edge, ground, EDGE])),
  ];
}

/** Every choice that sets a colour with every other one, then each colour a merchant might pick on each of them. */
function combinations(manifest: ThemeManifest): ThemeSettings[] {
  const choices = manifest.settings.filter((setting) => setting.type === 'choice' && setsColour(setting));
  let grounds: ThemeSettings[] = [{}];
  for (const setting of choices) {
    const values = setting.type === 'choice' ? setting.options.map(({ value }) => value) : [];
    grounds = grounds.flatMap((one) => values.map((value) => ({ ...one, [setting.id]: value })));
    grounds.length = Math.min(grounds.length, MAX_COMBINATIONS);
  }
  const colours = manifest.settings.filter(({ type }) => type === 'colour').map(({ id }) => id);
  const picked = grounds.flatMap((one) =>
    PICKED.map((colour) => ({ ...one, ...Object.fromEntries(colours.map((id) => [id, colour])) })),
  );
  return colours.length === 0 ? grounds : [...grounds, ...picked];
}

const setsColour = (setting: SettingDefinition): boolean =>
  setting.type === 'choice' &&
  setting.options.some(({ css = {} }) =>
    Object.values(css).some((variables) => Object.values(variables).some((value) => /^#|^var\(|\(/.test(value))),
  );

/** The custom properties a page ends up with, by day and by night. */
function variablesOf(sheet: string, themeSheet: string): [string, Map<string, string>][] {
  const site = rootVariables(sheet);
  const own = rootVariables(themeSheet);
  const light = new Map([...site.light, ...own.light]);
  return [
    ['light', light],
    ['dark', new Map([...site.light, ...site.dark, ...own.light, ...own.dark])],
  ];
}

interface Measured {
  folder: ThemeFolder;
  findings: Findings;
  settings: ThemeSettings;
  scheme: string;
  variables: Map<string, string>;
  /** Pairs of colours that were found wanting under other settings already. */
  reported: Set<string>;
}

function measure({ folder, findings, settings, scheme, variables, reported }: Measured, pairs: Pair[]): void {
  const how = Object.entries(settings).map(([id, value]) => `${id}=${typeof value === 'string' ? value : ''}`);
  for (const [ink, ground, needed] of pairs) {
    const [one, other] = [ink, ground].map((name) => resolveColour(variables.get(name), variables));
    const unmeasured = !one ? ink : ground;
    if (!one || !other) {
      findings.add('T061', ...placeOf(folder, unmeasured), `${unmeasured}: ${variables.get(unmeasured) ?? '?'}`);
      continue;
    }
    // Rounded as the eye and every tool do: 4.496 is read as 4.5.
    const ratio = Math.round(contrast(one, other) * 100) / 100;
    if (ratio >= needed) continue;
    const where = [scheme, ...how].join(', ');
    const pair = [ink, one, ground, other].join(' ');
    if (reported.has(pair)) continue;
    reported.add(pair);
    findings.add(
      'T060',
      ...placeOf(folder, ink, ground),
      `${ink} ${one} / ${ground} ${other}: ${ratio} < ${needed} (${where})`,
    );
  }
}

/** Where the theme gives one of these its value; theme.json when it does not. */
function placeOf({ dir, manifestText, assetFiles }: ThemeFolder, ...names: string[]): [string, number] {
  const styles = assetFiles.filter((file) => file.endsWith('.css'));
  for (const name of names) {
    if (manifestText.includes(`"${name}"`)) return ['theme.json', lineOf(manifestText, `"${name}"`)];
    const declared = new RegExp(`${name}\\s*:`);
    for (const file of styles) {
      const text = readFileSync(path.join(dir, file), 'utf8');
      if (declared.test(text)) return [file, lineOf(text, declared)];
    }
  }
  return ['theme.json', 1];
}

/** T062: the grounds on which colours are corrected are those of the style sheet. */
function checkGrounds(folder: ThemeFolder, manifest: ThemeManifest, sheet: string, findings: Findings): void {
  const line = lineOf(folder.manifestText, '"grounds"');
  for (const [scheme, variables] of variablesOf(sheet, themeCss(manifest, {}).css)) {
    for (const name of ['surface', 'raised'] as const) {
      const shown = resolveColour(variables.get(`--${name}`), variables);
      const said = manifest.grounds[scheme as 'light' | 'dark'][name];
      const isChosen = manifest.settings.some((s) => s.type === 'choice' && JSON.stringify(s).includes(`"--${name}"`));
      if (shown === said.toLowerCase() || isChosen) continue;
      findings.add('T062', 'theme.json', line, `${scheme} ${name}: ${said} / ${shown ?? variables.get(`--${name}`)}`);
    }
  }
}
