import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectProductFormat } from './index.js';

const CORPUS = process.env['CORPUS_DIR'];

if (!CORPUS) console.log('skipped: CORPUS_DIR not set');
(CORPUS ? describe : describe.skip)('columns of real exports', () => {
  it.each([
    ['magento', '2', 'magento'],
    ['prestashop', '1.7 en', 'prestashop'],
    ['square', 'library export (header quoted in public code, incomplete)', 'square'],
    ['woocommerce', 'en', 'woocommerce'],
    ['woocommerce', 'fr (localised)', 'woocommerce'],
    ['shopify', 'classic 2016', 'shopify-classic'],
    ['shopify', 'classic 2019 (FR shop)', 'shopify-classic'],
    ['shopify', 'classic 2021', 'shopify-classic'],
    ['shopify', 'classic 2026 + unit price', 'shopify-classic'],
    ['shopify', 'new 2024 (URL handle)', 'shopify-2024'],
    ['shopify', 'new 2025 (URL handle + unit price)', 'shopify-2024'],
  ])('the columns of %s %s are known as they are, and padded in capitals', (platform, version, id) => {
    const header = columnsOf(platform, version);
    expect(detectProductFormat(header).id).toBe(id);
    expect(detectProductFormat(header.map((title) => ` ${title.toUpperCase()}\u00a0`)).id).toBe(id);
  });
});

function columnsOf(platform: string, version: string): string[] {
  const lines = readFileSync(join(CORPUS ?? '', 'catalogues/column_sets.csv'), 'utf8').split(/\r?\n/);
  const start = `${platform},${version},`;
  return lines
    .filter((line) => line.startsWith(start))
    .map((line) =>
      line
        .slice(start.length)
        .replace(/^\d+,/, '')
        .replace(/^"(.*)"$/, '$1'),
    );
}
