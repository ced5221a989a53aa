import { type HtmlPiece, scanHtml } from './html-scan.js';

/** A fault of a rendered page; `needle` helps to find it in the templates. */
export interface PageFault {
  id: string;
  detail: string;
  needle: RegExp;
}

type Open = Extract<HtmlPiece, { kind: 'open' }>;

const isOpen = (piece: HtmlPiece): piece is Open => piece.kind === 'open';

/** T041 to T046: what a page is, whatever its templates look like. */
export function pageFaults(html: string): PageFault[] {
  const pieces = scanHtml(html);
  const opens = pieces.filter(isOpen);
  return [...headings(pieces), ...names(pieces), ...landmarks(pieces), ...labels(pieces, opens), ...sameIds(opens)];
}

/** The text that follows the piece at `at`, up to the end of its element; alternative texts and labels count. */
function textFrom(pieces: HtmlPiece[], at: number): string {
  const { name } = pieces[at] as Open;
  let text = '';
  for (const piece of pieces.slice(at + 1)) {
    if (piece.kind === 'close' && piece.name === name) break;
    if (piece.kind === 'text') text += piece.text;
    if (piece.kind === 'open') text += piece.attributes.get('alt') ?? piece.attributes.get('aria-label') ?? '';
  }
  return text
    .replace(/&nbsp;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function headings(pieces: HtmlPiece[]): PageFault[] {
  const faults: PageFault[] = [];
  let previous = 0;
  let titles = 0;
  for (const [at, piece] of pieces.entries()) {
    const level = piece.kind === 'open' ? Number(/^h([1-6])$/.exec(piece.name)?.[1] ?? 0) : 0;
    if (level === 0) continue;
    if (level === 1) titles++;
    if (level > previous + 1 && previous > 0) {
      const detail = `h${previous} → h${level} « ${textFrom(pieces, at)} »`;
      faults.push({ id: 'T041', detail, needle: new RegExp(`<h${level}\\b`) });
    }
    previous = level;
  }
  if (titles !== 1) faults.push({ id: 'T043', detail: `h1 × ${titles}`, needle: /<h1\b/ });
  return faults;
}

function names(pieces: HtmlPiece[]): PageFault[] {
  return pieces.flatMap((piece, at) => {
    if (piece.kind !== 'open') return [];
    const isControl = piece.name === 'button' || (piece.name === 'a' && piece.attributes.has('href'));
    const isNamed = piece.attributes.get('aria-label') || piece.attributes.has('aria-labelledby');
    if (!isControl || isNamed || textFrom(pieces, at) !== '') return [];
    const shown = piece.attributes.get('class') ?? piece.attributes.get('href') ?? '';
    return [
      { id: 'T042', detail: `<${piece.name} ${shown}>`, needle: new RegExp(`<${piece.name}\\b[^>]*${escaped(shown)}`) },
    ];
  });
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function landmarks(pieces: HtmlPiece[]): PageFault[] {
  const opens = pieces.filter(isOpen);
  const has = (test: (piece: Open) => boolean | undefined): boolean => opens.some((piece) => test(piece) === true);
  const title = pieces.findIndex((piece) => piece.kind === 'open' && piece.name === 'title');
  const wanted: [string, boolean][] = [
    ['<html lang>', has(({ name, attributes }) => name === 'html' && Boolean(attributes.get('lang')))],
    ['<title>', title >= 0 && textFrom(pieces, title) !== ''],
    ['<main id="contenu">', has(({ name, attributes }) => name === 'main' && attributes.get('id') === 'contenu')],
    ['<a href="#contenu">', has(({ name, attributes }) => name === 'a' && attributes.get('href') === '#contenu')],
    ['<meta name="viewport">', has(({ name, attributes }) => name === 'meta' && attributes.get('name') === 'viewport')],
  ];
  const missing = wanted.filter(([, isThere]) => !isThere);
  return missing.map(([detail]) => ({ id: 'T044', detail, needle: /<html\b/ }));
}

const UNLABELLED = new Set(['hidden', 'submit', 'button', 'reset', 'image']);

function labels(pieces: HtmlPiece[], opens: Open[]): PageFault[] {
  const labelled = new Set(opens.filter(({ name }) => name === 'label').map(({ attributes }) => attributes.get('for')));
  let depth = 0;
  const faults: PageFault[] = [];
  for (const piece of pieces) {
    if (piece.kind !== 'text' && piece.name === 'label') depth += piece.kind === 'open' ? 1 : -1;
    if (piece.kind !== 'open' || !['input', 'select', 'textarea'].includes(piece.name)) continue;
    const { attributes, name } = piece;
    const needsNone = UNLABELLED.has(attributes.get('type') ?? '') || depth > 0;
    const isNamed =
      attributes.has('aria-label') || attributes.has('aria-labelledby') || labelled.has(attributes.get('id'));
    if (needsNone || (isNamed && (attributes.has('id') || attributes.has('aria-label')))) continue;
    const shown = attributes.get('name') ?? '';
    faults.push({
      id: 'T045',
      detail: `<${name} name="${shown}">`,
      needle: new RegExp(`<${name}\\b[^>]*${escaped(shown)}`),
    });
  }
  return faults;
}

function sameIds(opens: Open[]): PageFault[] {
  const seen = new Set<string>();
  return opens.flatMap(({ attributes }) => {
    const id = attributes.get('id');
    if (!id || !seen.has(id)) return (id && seen.add(id), []);
    return [{ id: 'T046', detail: `id="${id}"`, needle: new RegExp(`id=["']${escaped(id)}`) }];
  });
}

/** The addresses of the scripts of a page. */
export const scriptsOf = (html: string): string[] =>
  scanHtml(html)
    .filter(isOpen)
    .flatMap(({ name, attributes }) => (name === 'script' && attributes.has('src') ? [attributes.get('src')!] : []));
