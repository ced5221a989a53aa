import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { AssetBook, projectPath } from './assets.js';
import { tintCss } from './markup-helpers.js';
import { themeCss, type ThemeCss } from './theme-css.js';
import { parseSettings, readSettings, themeManifest, type ThemeManifest } from './theme-manifest.js';
import type { ThemeSettings } from './view-models.js';
import { loadViews, Views, type RenderOptions } from './view-engine.js';

const themesPath = (...parts: string[]): string => projectPath('themes', ...parts);

/** The files of `themes/base`, for any audience: `base/site.css` is tokens, forms and components in one, `base/shop.css` the pages of a shop. */
export function baseAssets(): AssetBook {
  const book = new AssetBook();
  const fonts = projectPath('node_modules', '@fontsource', 'fraunces', 'files');
  for (const font of FONTS) book.addFile(`base/${font}`, path.join(fonts, font));
  return book
    .add('base/tints.css', Buffer.from(tintCss()))
    .addFolder('base', themesPath('base', 'assets'))
    .addBundle('base/site.css', BASE_STYLES)
    .addBundle('base/shop.css', SHOP_STYLES);
}

/** A page loads those that its style sheet names: `base/fraunces-light.css` and `base/fraunces-italic.css` are a theme's to list. */
const FONTS = ['600-normal', '500-italic', '300-normal'].map((face) => `fraunces-latin-${face}.woff2`);

const inFolder = (folder: string, names: string[]): string[] => names.map((name) => `base/${folder}/${name}.css`);

/** In this order: what comes later has the last word. */
const BASE_STYLES = [
  'base/tokens.css',
  'base/elements.css',
  'base/layout.css',
  ...inFolder('forms', ['buttons', 'fields', 'choices', 'slots']),
  ...inFolder('components', ['notices', 'cards', 'products', 'lists', 'steps', 'places', 'tables', 'charts']),
  'base/tints.css',
];
const SHOP_STYLES = inFolder('shop', ['frame', 'product', 'basket', 'order', 'footer']);

/** One theme, loaded once: templates, settings, files. */
export class Theme {
  private constructor(
    readonly manifest: ThemeManifest,
    readonly views: Views,
    readonly assets: AssetBook,
  ) {}

  /** Reads `themes/<name>`, or any folder of that shape. Throws on a manifest or a template that is not right. */
  static load(dir: string): Theme {
    const manifest = themeManifest.parse(JSON.parse(readFileSync(path.join(dir, 'theme.json'), 'utf8')));
    const assets = baseAssets().addFolder(manifest.name, path.join(dir, 'assets'));
    assets.addBundle('theme/site.css', ['base/site.css', ...manifest.styles]);
    const { imageSizes = {} } = manifest;
    const views = loadViews({ dirs: [dir], locales: [path.join(dir, 'locales')], assets, imageSizes });
    return new Theme(manifest, views, assets);
  }

  get name(): string {
    return this.manifest.name;
  }

  /** A whole page: `theme.render('home', view, { locale: 'fr' })`, `view` being the type named in `view-models.ts`. */
  render(template: string, view: object, options: RenderOptions = {}): string {
    return this.views.render(template, view, options);
  }

  /** From a form; throws `InvalidInputError`. */
  parseSettings(input: unknown): ThemeSettings {
    return parseSettings(this.manifest, input);
  }

  /** From storage; never throws. */
  readSettings(stored: unknown): ThemeSettings {
    return readSettings(this.manifest, stored);
  }

  /** What `/theme.css` answers for these settings, and the address to link. */
  css(settings: ThemeSettings): ThemeCss {
    return themeCss(this.manifest, settings);
  }
}

const loaded = new Map<string, Theme>();

/** A theme by name, loaded at the first call. Throws on an unknown name. */
export function theme(name: string): Theme {
  const known = loaded.get(name);
  if (known) return known;
  if (!listThemes().includes(name)) throw new Error(`No theme is called "${name}"`);
  const read = Theme.load(themesPath(name));
  loaded.set(name, read);
  return read;
}

/** Names of the themes that a shop can have. */
export function listThemes(): string[] {
  const folders = readdirSync(themesPath(), { withFileTypes: true });
  const names = folders.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  return names.filter((name) => existsSync(themesPath(name, 'theme.json')));
}

/** The theme that a new shop of this trade gets: `themes/trades.json`. */
export function themeForTrade(trade: string): string {
  const mapping = JSON.parse(readFileSync(themesPath('trades.json'), 'utf8')) as TradeThemes;
  return mapping.trades[trade] ?? mapping.default;
}

interface TradeThemes {
  default: string;
  trades: Record<string, string>;
}
