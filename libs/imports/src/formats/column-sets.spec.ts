import { join } from 'node:path';
import { openTable } from '#libs/platform';
import { detectProductFormat } from './index.js';

const CORPUS = process.env['CORPUS_DIR'];

const FORMATS: [platform: string, version: string, format: string][] = [
  ['magento', '2', 'magento'],
  ['openfoodnetwork', 'product list', 'open-food-network'],
  ['prestashop', '1.7 en', 'prestashop'],
  ['shopify', 'classic 2016', 'shopify-classic'],
  ['shopify', 'classic 2019 (FR shop)', 'shopify-classic'],
  ['shopify', 'classic 2021', 'shopify-classic'],
  ['shopify', 'classic 2026 + unit price', 'shopify-classic'],
  ['shopify', 'new 2024 (URL handle)', 'shopify-2024'],
  ['shopify', 'new 2025 (URL handle + unit price)', 'shopify-2024'],
  ['square', 'library export (header quoted in public code, incomplete)', 'square'],
  ['thelia', '2 fr/en', 'thelia'],
  ['woocommerce', 'en', 'woocommerce'],
  ['woocommerce', 'fr (localised)', 'woocommerce'],
];

if (!CORPUS) console.log('skipped: CORPUS_DIR not set');
(CORPUS ? describe : describe.skip)('columns of real exports', () => {
  const sets = new Map<string, string[]>();

  beforeAll(async () => {
    const table = await openTable(join(CORPUS ?? '', 'catalogues/column_sets.csv'));
    for await (const { cells } of table.rows) {
      const [platform = '', version = '', , column = ''] = cells;
      const key = `${platform} ${version}`;
      sets.set(key, [...(sets.get(key) ?? []), column]);
    }
  });

  it('are all there', () => {
    expect([...sets.keys()].sort()).toEqual(FORMATS.map(([platform, version]) => `${platform} ${version}`).sort());
  });

  it.each(FORMATS)('of %s %s are known as they are, and padded in capitals', (platform, version, id) => {
    const header = sets.get(`${platform} ${version}`) ?? [];
    expect(detectProductFormat(header).id).toBe(id);
    expect(detectProductFormat(header.map((title) => ` ${title.toUpperCase()}\u00a0`)).id).toBe(id);
  });
});
