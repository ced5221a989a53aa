import { readFileSync } from 'node:fs';
import path from 'node:path';

import { type Findings, lineOf } from './findings.js';
import type { ThemeFolder } from './theme-folder.js';

const ALLOWED = new Set(['.css', '.svg', '.png', '.webp', '.avif', '.ico', '.woff2']);
const HEAVY_BYTES = 100_000;
const KEYWORD_COLOURS = /^(?:transparent|inherit|currentcolor|none|unset|initial|canvas|canvastext)$/i;

/** T023, T037 to T039, T063 and T072: the files of `assets/`. */
export function checkAssets(folder: ThemeFolder, findings: Findings): void {
  for (const { file, detail } of folder.assetFaults) {
    const line = file === 'theme.json' ? lineOf(folder.manifestText, '"styles"') : 1;
    findings.add('T023', file, line, detail);
  }
  for (const file of folder.assetFiles) {
    const extension = path.extname(file).toLowerCase();
    const body = readFileSync(path.join(folder.dir, file));
    if (!ALLOWED.has(extension)) findings.add('T039', file, 1, path.basename(file));
    if (extension === '.css') checkStyles(file, body.toString('utf8'), findings);
    if (extension === '.svg') checkDrawing(file, body.toString('utf8'), findings);
    if (body.length > HEAVY_BYTES) findings.add('T072', file, 1, `${Math.ceil(body.length / 1000)} kB`);
  }
}

function checkStyles(file: string, source: string, findings: Findings): void {
  // Comments become spaces, so that lines stay where they are.
  const css = source.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  const at = (index: number): number => css.slice(0, index).split('\n').length;
  for (const { 0: whole, index } of css.matchAll(/@import[^;]*;?/gi)) findings.add('T037', file, at(index), whole);
  for (const { 0: whole, 1: address, index } of css.matchAll(/\burl\(\s*["']?([^"')]*)["']?\s*\)/gi)) {
    if (!/^(?:\.\/|#|data:image\/)/.test(address ?? '')) findings.add('T037', file, at(index), whole);
  }
  for (const { 0: whole, index } of css.matchAll(/\b(?:image-set|src)\([^)]*["'](?:https?:)?\/\/[^)]*\)/gi)) {
    findings.add('T037', file, at(index), whole);
  }
  for (const { 1: property, 2: value, index } of css.matchAll(COLOUR)) {
    if (KEYWORD_COLOURS.test(value!.trim())) continue;
    if (HARD_COLOUR.test(value!)) findings.add('T063', file, at(index + 1), `${property}: ${value!.trim()}`);
  }
}

const COLOUR = /(?<=[;{\s])(color|background|background-color|border-color|outline-color)\s*:([^;}]*)/g;
const HARD_COLOUR = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab|lch)a?\(|\b(?:white|black|red|green|blue|gray|grey)\b/i;

function checkDrawing(file: string, svg: string, findings: Findings): void {
  const trap =
    /<script|<foreignObject|\son\w+\s*=|(?:href|src)\s*=\s*["']\s*(?!#|data:image\/)[^"']|@import|url\(\s*["']?(?!#)/i;
  const found = trap.exec(svg);
  if (found) findings.add('T038', file, lineOf(svg, found[0]), found[0].trim());
}
