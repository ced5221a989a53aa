import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { projectRoot } from '#libs/platform';
import { loadTerritory } from '#libs/territory';
import type { ReadOutcome } from '../engine/import-kind.js';
import { openMerchantFile } from '../sources/merchant-source.js';
import { detectMerchantFormat } from './detect-merchant-format.js';
import { listedShops } from './listed-shops.js';
import type { MerchantMapping } from './merchant-mapping.js';
import type { MerchantRow } from './merchant-row.js';

const CORPUS = process.env['CORPUS_DIR'];

async function read(source: AsyncIterable<Buffer>, region = '24', mapping?: MerchantMapping) {
  const table = await openMerchantFile(source);
  const format = mapping ? listedShops(mapping) : detectMerchantFormat(table.header);
  const outcomes: ReadOutcome<MerchantRow>[] = [];
  for await (const outcome of format.read(table.header, table.rows, loadTerritory(region))) outcomes.push(outcome);
  const shops = outcomes.flatMap((outcome) => (outcome.kind === 'item' ? [outcome.item] : []));
  const refused = outcomes.flatMap((o) => (o.kind === 'refusal' ? [[o.line, o.code.replace('imports.', '')]] : []));
  const notes = outcomes.flatMap((o) =>
    o.kind === 'item'
      ? o.notes
          .filter(({ isListed }) => isListed !== false)
          .map(({ line, code }) => [line, code.replace('imports.', '')])
      : [],
  );
  return { format: format.id, shops, refused, notes };
}

const fixture = (name: string) => createReadStream(join(projectRoot, 'test/fixtures/imports', name));
const text = (...lines: string[]) => Readable.from([Buffer.from(lines.join('\n'))]);
const corpus = (name: string) => createReadStream(join(CORPUS ?? '', 'registers', name));

describe('lists of shops', () => {
  it('come as an extract of OpenStreetMap', async () => {
    const { format, shops, refused, notes } = await read(fixture('openstreetmap.geojson'));
    expect(format).toBe('openstreetmap');
    expect(shops[0]).toEqual({
      key: 'node/901',
      name: 'Fleurs Martin',
      trade: 'fleurs',
      addressLine: '12 Rue Balzac',
      postcode: '37600',
      communeInsee: '37132',
      lat: 47.1266,
      lon: 0.9962,
      pointSource: 'file',
      phone: '+33 2 47 00 00 01',
      website: 'https://fleurs-martin.example.fr',
      hours: expect.arrayContaining([{ weekday: 7, opens: '09:00', closes: '12:30' }]) as object,
    });
    expect(shops[1]).toMatchObject({
      siret: '90000002100007',
      name: 'Jouets Lucie',
      trade: 'jouets',
      lat: 47.0832,
      lon: 2.3962,
      communeInsee: '18033',
      phone: '02 48 00 00 02',
    });
    expect(shops.slice(2).map(({ name, trade }) => [name, trade])).toEqual([
      ['Bijoux Nadia', 'bijoux'],
      ['Pierres de lune', 'autres'],
    ]);
    expect(refused).toEqual([
      [11, 'not_a_shop'],
      [12, 'name_missing'],
      [13, 'commune_outside_region'],
    ]);
    expect(notes).toEqual([
      [7, 'commune_by_point'],
      [9, 'contact_left_out'],
      [9, 'hours_left_out'],
    ]);
  });

  it('come as a list that a union keeps, whatever its title, encoding and columns', async () => {
    const { format, shops, refused, notes } = await read(fixture('liste-union.csv'));
    expect(format).toBe('list');
    expect(shops[0]).toMatchObject({
      siret: '90000003900009',
      name: 'Librairie du Cher',
      trade: 'livres',
      addressLine: '3 place Carrée',
      communeInsee: '18197',
      email: 'librairie@demo.test',
      website: 'https://librairie-du-cher.example.fr',
    });
    expect(shops[0]?.hours).toHaveLength(12);
    expect(shops[1]).toMatchObject({
      key: 'la-ferme-de-sologne|41232|route-de-romorantin',
      name: 'La Ferme de Sologne',
      trade: 'producteur',
      pointSource: 'commune',
    });
    expect(shops[2]).toMatchObject({ name: 'Au fil de l’eau', trade: 'autres' });
    expect(refused).toEqual([
      [6, 'duplicate_shop'],
      [7, 'commune_missing'],
      [8, 'siret_invalid'],
      [9, 'name_missing'],
    ]);
    expect(notes).toEqual([
      [5, 'trade_other'],
      [5, 'contact_left_out'],
      [5, 'contact_left_out'],
      [5, 'hours_left_out'],
    ]);
  });

  it('come as a list of the lockdown in JSON, the town perhaps in the address', async () => {
    const { format, shops, refused } = await read(fixture('liste-confinement.json'));
    expect(format).toBe('list');
    expect(shops).toMatchObject([
      {
        name: 'Boulangerie du Pont',
        trade: 'boulangerie',
        communeInsee: '37132',
        lat: 47.1281,
        lon: 0.9951,
        phone: '02 47 00 00 05',
      },
      {
        name: 'Le Panier vert',
        trade: 'primeur',
        communeInsee: '18033',
        addressLine: '5 place au Blé',
        email: 'contact@panier-vert.example.fr',
        key: 'a2',
      },
    ]);
    expect(refused).toEqual([[4, 'commune_missing']]);
  });

  it.each([
    [
      'Overpass',
      '{"version":0.6,"elements":[{"type":"node","id":5,"lat":47.127,"lon":0.996,"tags":{"shop":"books","name":"Le Livre"}}]}',
    ],
    ['Overpass as CSV', '@id\t@lat\t@lon\tname\tshop\nnode/5\t47.127\t0.996\tLe Livre\tbooks'],
  ])('come from %s', async (_, file) => {
    expect((await read(text(file))).shops).toMatchObject([
      { key: 'node/5', name: 'Le Livre', trade: 'livres', communeInsee: '37132' },
    ]);
  });

  it('have a column a day, or a point in one cell, or columns that somebody named', async () => {
    const days = await read(text('Nom;Commune;Coordonnées;Lundi;Mardi', 'A;Loches;"47,1281; 0,9951";fermé;9h-12h'));
    expect(days.shops).toMatchObject([
      { hours: [{ weekday: 2, opens: '09:00', closes: '12:00' }], lat: 47.1281, lon: 0.9951 },
    ]);
    await expect(read(text('Qui;Quoi;Où', 'Le Lis;Fleuriste;37600 LOCHES'))).rejects.toMatchObject({
      code: 'imports.unknown_merchant_format',
    });
    const named = { columns: { name: ['Qui'], trade: ['Quoi'], commune: ['Où'] } };
    expect((await read(text('Qui;Quoi;Où', 'Le Lis;Fleuriste;37600 LOCHES'), '24', named)).shops).toMatchObject([
      { name: 'Le Lis', trade: 'fleurs', communeInsee: '37132' },
    ]);
  });

  it.each([
    ['{"a":1}', 'imports.json_unknown'],
    ['[{"nom":"A","ville":"Loches"},', 'imports.json_broken'],
    ['{"type":"Topology"}', 'imports.json_unknown'],
  ])('are refused when they are none: %s', async (file, code) => {
    await expect(read(text(file))).rejects.toMatchObject({ code });
  });

  if (!CORPUS) console.log('skipped: CORPUS_DIR not set');
  (CORPUS ? describe : describe.skip)('of real towns', () => {
    it.each([
      ['lockdown/paris_2020-05_livraison_a_domicile.json', '11', 'list', 918, { commune_unknown: 1 }],
      ['lockdown/paris_2020-05_livraison_a_domicile.ods', '11', 'list', 359, { duplicate_shop: 3 }],
      [
        'osm/paris_2014_supermarches_overpass-turbo.geojson',
        '11',
        'openstreetmap',
        578,
        { name_missing: 19, not_a_shop: 1 },
      ],
      [
        'osm/monaco_2021-04_A.geojson',
        '93',
        'openstreetmap',
        74,
        { name_missing: 13, duplicate_shop: 2, commune_unknown: 43 },
      ],
    ])('are read to their last row: %s', async (name, region, format, shops, reasons) => {
      const found = await read(corpus(name), region);
      expect([found.format, found.shops.length, tally(found.refused)]).toEqual([format, shops, reasons]);
    });
  });
});

function tally(pairs: (string | number)[][]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [, code] of pairs) sums[code!] = (sums[code!] ?? 0) + 1;
  return sums;
}
