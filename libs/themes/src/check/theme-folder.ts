import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { AssetBook } from '../assets.js';
import { baseAssets } from '../theme.js';
import { themeManifest, type ThemeManifest } from '../theme-manifest.js';

/** A text file of the theme; `shown` is its path in the theme's folder. */
export interface TextFile {
  shown: string;
  text: string;
}

/** A theme as it lies on the disk, whatever state it is in. */
export interface ThemeFolder {
  dir: string;
  /** Text of theme.json, empty when there is none. */
  manifestText: string;
  /** What theme.json says, of any shape; null when it is not JSON. */
  json: unknown;
  /** Null while theme.json is not right. */
  manifest: ThemeManifest | null;
  templates: TextFile[];
  previews: TextFile[];
  /** Paths in the theme's folder. */
  assetFiles: string[];
  assets: AssetBook;
  /** Why a file could not be added to `assets`. */
  assetFaults: { file: string; detail: string }[];
}

/** Reads the folder without judging it. Throws when there is no such folder. */
export function readThemeFolder(dir: string): ThemeFolder {
  const manifestText = readOr(path.join(dir, 'theme.json'));
  const json = parseJson(manifestText);
  const parsed = themeManifest.safeParse(json);
  const manifest = parsed.success ? parsed.data : null;
  const texts = (under: string, ending: string, isDeep = true): TextFile[] =>
    filesOf(dir, under, isDeep)
      .filter((file) => file.endsWith(ending))
      .map((shown) => ({ shown, text: readFileSync(path.join(dir, shown), 'utf8') }));
  return {
    dir,
    manifestText,
    json,
    manifest,
    templates: [...texts('', '.hbs', false), ...texts('partials', '.hbs')],
    previews: texts('preview', '.json', false),
    assetFiles: filesOf(dir, 'assets'),
    ...readAssets(dir, manifest),
  };
}

function readAssets(dir: string, manifest: ThemeManifest | null): Pick<ThemeFolder, 'assets' | 'assetFaults'> {
  const assets = baseAssets();
  const assetFaults: ThemeFolder['assetFaults'] = [];
  const attempt = (file: string, work: () => unknown): void => {
    try {
      work();
    } catch (error) {
      assetFaults.push({ file, detail: (error as Error).message });
    }
  };
  if (!manifest) return { assets, assetFaults };
  attempt('assets', () => assets.addFolder(manifest.name, path.join(dir, 'assets')));
  attempt('theme.json', () => assets.addBundle('theme/site.css', ['base/site.css', ...manifest.styles]));
  if (!assets.has('theme/site.css')) assets.addBundle('theme/site.css', ['base/site.css']);
  return { assets, assetFaults };
}

function filesOf(dir: string, under: string, isDeep = true): string[] {
  const folder = path.join(dir, under);
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: isDeep, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map(({ parentPath, name }) => path.relative(dir, path.join(parentPath, name))).sort();
}

const readOr = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** The value, or null for a text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
