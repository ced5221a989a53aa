import { existsSync, readFileSync } from 'node:fs';

import Handlebars from 'handlebars';
import sanitizeHtml from 'sanitize-html';

import { projectPath, type AssetBook } from './assets.js';
import { HOUSE_IMAGE_SIZES, type ImageSizes, usefulSizes } from './image-sizes.js';
import { frenchTypography } from './sentences.js';
import { safeImageUrl, safeUrl } from './safe-url.js';
import type { Photo, PhotoSize } from './view-models.js';

type Options = Handlebars.HelperOptions;

/** Every helper that answers markup or an address. What they put into markup is escaped here, piece by piece. */
export function registerMarkupHelpers(engine: typeof Handlebars, assets: AssetBook, own: ImageSizes = {}): void {
  const named = { ...HOUSE_IMAGE_SIZES, ...own };
  engine.registerHelper({
    /** `href="{{url link}}"`: see `safeUrl`. The engine refuses a link that does not go through it. */
    url: (address: unknown) => safeUrl(address),
    /** `src="{{imageUrl qr}}"`: as `url`, and pictures drawn by the server (`data:image/svg+xml;base64,`). */
    imageUrl: (address: unknown) => safeImageUrl(address),
    /** `href="tel:{{phoneDigits phone}}"` */
    phoneDigits: (number: unknown) => String(number).replace(/[^\d+]/g, ''),
    /** `href="{{asset "base/site.css"}}"`: the address of a file, with its fingerprint. */
    asset: (name: string) => assets.url(name),
    /** `{{icon "clock"}}`: a Lucide icon, hidden from screen readers; a label always stands beside it. */
    icon: (name: string) => new Handlebars.SafeString(iconSvg(name)),
    /** `{{picture photo sizes="(min-width: 60rem) 25vw, 50vw" eager=true class="..."}} (`decorative=true` beside a text that says the same)`; `size="card"` takes the sizes of that name from `theme.json`, or of the house */
    picture: (photo: Photo, { hash }: Options) => {
      const sizes = hash['size'] ? named[String(hash['size'])] : hash['sizes'];
      return new Handlebars.SafeString(pictureHtml(photo, { ...hash, sizes }));
    },
    /** `{{richText html}}`: the one way for HTML from a person to reach a page. */
    richText: (html: unknown) => new Handlebars.SafeString(cleanHtml(html)),
    /** `{{jsonLd object}}`: structured data for search engines. */
    jsonLd: (data: unknown) => new Handlebars.SafeString(jsonLdHtml(data)),
    /** `class="{{tint photo.color}}"`: the class of the nearest of 64 colours. */
    tint: (color: unknown) => tintClass(color),
  });
}

const icons = new Map<string, string>();

export const isIcon = (name: string): boolean => /^[a-z0-9-]+$/.test(name) && existsSync(iconFile(name));
const iconFile = (name: string): string => projectPath('node_modules', 'lucide-static', 'icons', `${name}.svg`);

function iconSvg(name: string): string {
  const known = icons.get(name);
  if (known) return known;
  if (!isIcon(name)) throw new Error(`No icon is called "${name}"`);
  const shapes = readFileSync(iconFile(name), 'utf8')
    .replace(/^[\s\S]*?<svg[^>]*>/, '')
    .replace('</svg>', '')
    .replace(/\s*\n\s*/g, '');
  const svg = `<svg class="icon" aria-hidden="true" focusable="false" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${shapes.trim().replaceAll(' />', '/>')}</svg>`;
  icons.set(name, svg);
  return svg;
}

const escape = (value: unknown): string => Handlebars.Utils.escapeExpression(String(value));

function pictureHtml(photo: Photo, how: Record<string, unknown>): string {
  const sizes = typeof how['sizes'] === 'string' ? how['sizes'] : '100vw';
  const source = (type: string, candidates: PhotoSize[] | undefined): string =>
    candidates?.length
      ? `<source type="${type}" srcset="${srcset(usefulSizes(candidates, sizes))}" sizes="${escape(sizes)}">`
      : '';
  const loading = how['eager'] ? 'fetchpriority="high"' : 'loading="lazy" decoding="async"';
  const alt = how['decorative'] ? '' : escape(how['alt'] ?? photo.alt ?? '');
  const size = `width="${escape(photo.width)}" height="${escape(photo.height)}"`;
  const classes = ['picture', tintClass(photo.color), how['class']].filter(Boolean).map(escape).join(' ');
  const img = `<img src="${escape(safeUrl(photo.src))}" alt="${alt}" ${size} ${loading}>`;
  return `<picture class="${classes}">${source('image/avif', photo.avif)}${source('image/webp', photo.webp)}${img}</picture>`;
}

const srcset = (candidates: PhotoSize[]): string =>
  candidates.map(({ url, width }) => `${escape(safeUrl(url).replaceAll(',', '%2C'))} ${escape(width)}w`).join(', ');

/** A policy without inline style leaves no other way to give a picture its colour before it is there. */
function tintClass(color: unknown): string {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(typeof color === 'string' ? color : '');
  if (!hex) return '';
  return `tint-${hex
    .slice(1)
    .map((pair) => Math.min(3, Math.floor(parseInt(pair, 16) / 64)))
    .join('')}`;
}

/** The 64 classes of `tint`. */
export function tintCss(): string {
  const level = (n: number): string => (n * 64 + 32).toString(16).padStart(2, '0');
  const levels = [0, 1, 2, 3];
  const rules = levels.flatMap((r) => levels.flatMap((g) => levels.map((b) => [r, g, b])));
  return rules.map((rgb) => `.tint-${rgb.join('')}{background-color:#${rgb.map(level).join('')}}`).join('\n');
}

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    'p',
    'br',
    'strong',
    'b',
    'em',
    'i',
    'ul',
    'ol',
    'li',
    'h2',
    'h3',
    'h4',
    'a',
    'blockquote',
    'hr',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
  ],
  allowedAttributes: { a: ['href', 'rel'], h2: ['id'], h3: ['id'], th: ['scope', 'colspan'], td: ['colspan'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  transformTags: {
    h1: 'h2',
    a: (tagName, { href }) => ({
      tagName,
      attribs: { href: safeUrl(href), ...(/^https?:/i.test(href ?? '') ? { rel: 'nofollow noopener' } : {}) },
    }),
  },
  nestingLimit: 20,
  textFilter: frenchTypography,
};

const cleaned = new Map<string, string>();
const MAX_CLEANED = 500;

/**
 * Paragraphs, lists, emphasis, headings, tables and links; everything else is dropped, text is kept. Cleaning costs
 * more than the rest of a page, and the same few texts are shown again and again: the last 500 are remembered.
 */
export function cleanHtml(html: unknown): string {
  if (typeof html !== 'string') return '';
  const known = cleaned.get(html);
  if (known !== undefined) return known;
  const clean = sanitizeHtml(html, ALLOWED);
  const [oldest] = cleaned.keys();
  if (cleaned.size >= MAX_CLEANED && oldest !== undefined) cleaned.delete(oldest);
  if (html.length < 20_000) cleaned.set(html, clean);
  return clean;
}

function jsonLdHtml(data: unknown): string {
  const json = JSON.stringify(data)
    .replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
  return `<script type="application/ld+json">${json}</script>`;
}
