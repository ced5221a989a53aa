import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openTable } from '#libs/platform';
import { loadTerritory } from '#libs/territory';
import type { ReadOutcome } from '../engine/import-kind.js';
import { displayAddress, displayName } from './display-name.js';
import { detectMerchantFormat } from './detect-merchant-format.js';
import type { MerchantRow } from './merchant-row.js';

const CORPUS = process.env['CORPUS_DIR'];
const HEADER =
  'siret,enseigne1Etablissement,denominationUsuelleEtablissement,activitePrincipaleEtablissement,nomenclatureActivitePrincipaleEtablissement,etatAdministratifEtablissement,statutDiffusionEtablissement,numeroVoieEtablissement,indiceRepetitionEtablissement,typeVoieEtablissement,libelleVoieEtablissement,codePostalEtablissement,libelleCommuneEtablissement,codeCommuneEtablissement,longitude,latitude';
/** Invented: the SIRETs check, and belong to nobody we know of. */
const FLEURS = '90000001300004';
const JOUETS = '90000002100007';

type Cells = Partial<Record<string, string>>;

const line = (cells: Cells): string => {
  const usual: Cells = {
    siret: FLEURS,
    enseigne1Etablissement: 'FLEURS DU CHATEAU',
    activitePrincipaleEtablissement: '47.76Z',
    nomenclatureActivitePrincipaleEtablissement: 'NAFRev2',
    etatAdministratifEtablissement: 'A',
    codeCommuneEtablissement: '37132',
    longitude: '0.9989',
    latitude: '47.1284',
  };
  return HEADER.split(',')
    .map((name) => ({ ...usual, ...cells })[name] ?? '')
    .join(',');
};

async function readBytes(source: string | Buffer, regionCode = '24'): Promise<ReadOutcome<MerchantRow>[]> {
  const table = await openTable(typeof source === 'string' ? source : Readable.from([source]));
  const format = detectMerchantFormat(table.header);
  const outcomes: ReadOutcome<MerchantRow>[] = [];
  for await (const outcome of format.read(table.header, table.rows, loadTerritory(regionCode))) outcomes.push(outcome);
  return outcomes;
}

const read = (...rows: Cells[]): Promise<ReadOutcome<MerchantRow>[]> =>
  readBytes(Buffer.from([HEADER, ...rows.map(line)].join('\n')));

async function reason(cells: Cells): Promise<unknown> {
  const [outcome] = await read(cells);
  return outcome?.kind === 'refusal' ? { code: outcome.code, details: outcome.details } : outcome;
}

describe('SIRENE', () => {
  it('makes a shop of an active establishment in a trade', async () => {
    const cells = {
      numeroVoieEtablissement: '12',
      indiceRepetitionEtablissement: 'B',
      typeVoieEtablissement: 'RUE',
      libelleVoieEtablissement: 'DE L EGLISE',
      codePostalEtablissement: '37600',
    };
    expect(await read(cells)).toEqual([
      {
        kind: 'item',
        line: 2,
        rows: 1,
        notes: [],
        cells: expect.arrayContaining([FLEURS, 'FLEURS DU CHATEAU']),
        item: {
          siret: FLEURS,
          name: 'Fleurs du Chateau',
          naf: '47.76Z',
          trade: 'fleurs',
          addressLine: '12 B Rue de l’Eglise',
          postcode: '37600',
          communeInsee: '37132',
          lat: 47.1284,
          lon: 0.9989,
          pointSource: 'file',
        },
      },
    ]);
  });

  it('says why a row is no shop', async () => {
    expect(await reason({ siret: '' })).toEqual({ code: 'imports.siret_missing', details: {} });
    expect(await reason({ siret: '90000001300005' })).toEqual({
      code: 'imports.siret_invalid',
      details: { siret: '90000001300005' },
    });
    expect(await reason({ etatAdministratifEtablissement: 'F' })).toEqual({
      code: 'imports.establishment_closed',
      details: {},
    });
    expect(await reason({ statutDiffusionEtablissement: 'P' })).toMatchObject({ code: 'imports.diffusion_restricted' });
    expect(await reason({ codeCommuneEtablissement: '57463' })).toEqual({
      code: 'imports.commune_outside_region',
      details: { commune: '57463', region: 'Grand Est', served: 'Centre-Val de Loire' },
    });
    expect(await reason({ codeCommuneEtablissement: '37999' })).toEqual({
      code: 'imports.commune_unknown',
      details: { commune: '37999' },
    });
    expect(await reason({ codeCommuneEtablissement: '' })).toEqual({
      code: 'imports.commune_missing',
      details: { commune: '' },
    });
    expect(await reason({ activitePrincipaleEtablissement: '' })).toMatchObject({ code: 'imports.naf_missing' });
    expect(await reason({ activitePrincipaleEtablissement: '99.99Q' })).toMatchObject({ code: 'imports.naf_unknown' });
    expect(await reason({ activitePrincipaleEtablissement: '86.90E' })).toMatchObject({
      code: 'imports.naf_without_trade',
      details: { naf: '86.90E', label: expect.stringContaining('rééducation') },
    });
    expect(await reason({ enseigne1Etablissement: '[ND]' })).toEqual({ code: 'imports.name_missing', details: {} });
    expect(await reason({ enseigne1Etablissement: 'A'.repeat(1_000_000) })).toEqual({
      code: 'imports.name_too_long',
      details: { length: 1_000_000, most: 200 },
    });
    expect(await reason({ libelleVoieEtablissement: 'B'.repeat(301) })).toEqual({
      code: 'imports.address_too_long',
      details: { length: 301, most: 300 },
    });
  });

  it('reads the same SIRET once', async () => {
    const outcomes = await read({}, { siret: JOUETS }, {});
    expect(outcomes.map(({ kind }) => kind)).toEqual(['item', 'item', 'refusal']);
    expect(outcomes[2]).toMatchObject({
      code: 'imports.duplicate_siret',
      details: { siret: FLEURS, firstLine: 2 },
      line: 4,
    });
  });

  it('finds the commune by postcode and name, and its centre when the file has no point', async () => {
    const cells = {
      codeCommuneEtablissement: '',
      codePostalEtablissement: '37600',
      libelleCommuneEtablissement: 'LOCHES',
    };
    const [outcome] = await read({ ...cells, longitude: '', latitude: '' });
    expect(outcome).toMatchObject({
      item: { communeInsee: '37132', pointSource: 'commune', lat: expect.closeTo(47.13, 1) },
      notes: [{ code: 'imports.point_of_commune', isListed: false }],
    });
    const [far] = await read({ longitude: '6.17', latitude: '49.11' });
    expect(far).toMatchObject({ item: { pointSource: 'commune' }, notes: [{ code: 'imports.point_far' }] });
  });

  it('tells the nomenclatures apart', async () => {
    const [rev2, naf2025] = await read(
      { activitePrincipaleEtablissement: '47.64Z' },
      {
        siret: JOUETS,
        activitePrincipaleEtablissement: '47.64Y',
        nomenclatureActivitePrincipaleEtablissement: 'NAF2025',
      },
    );
    expect([rev2, naf2025]).toMatchObject([{ item: { trade: 'sport' } }, { item: { trade: 'jouets' } }]);
  });

  it('keeps the good rows around a broken quote and a cell of 1 MB', async () => {
    const rows = [
      line({}),
      line({ siret: JOUETS, enseigne1Etablissement: '"JOUETS" DU CHER' }),
      line({ siret: JOUETS, enseigne1Etablissement: 'x'.repeat(1_100_000) }),
      line({ siret: JOUETS, enseigne1Etablissement: 'JOUETS DU CHER' }),
    ];
    const outcomes = await readBytes(Buffer.from([HEADER, ...rows].join('\n')));
    const told = outcomes.map((o) => (o.kind === 'item' ? o.item.name : [o.line, o.code, o.isBroken]));
    expect(told).toEqual([
      'Fleurs du Chateau',
      [3, 'tabular.broken_quote', true],
      [4, 'tabular.cell_too_large', true],
      'Jouets du Cher',
    ]);
  });

  it('reads Windows-1252', async () => {
    const text = [HEADER, line({ enseigne1Etablissement: 'Fleurs du Château' })].join('\r\n');
    const [outcome] = await readBytes(Buffer.from(text, 'latin1'));
    expect(outcome).toMatchObject({ item: { name: 'Fleurs du Château' } });
  });

  it('knows the columns under the names that people give them', async () => {
    const [outcome] = await readBytes(
      Buffer.from(
        `N° SIRET;Raison sociale;Code APE;Code postal;Ville;Adresse\n900 000 013 00004;La Rose;4776Z;37600;Loches;"3, rue Quintefol"`,
      ),
    );
    expect(outcome).toMatchObject({ item: { siret: FLEURS, name: 'La Rose', addressLine: '3, rue Quintefol' } });
    expect(() => detectMerchantFormat(['Handle', 'Title', 'Variant Price'])).toThrow('imports.unknown_merchant_format');
  });
});

describe('names on a sign', () => {
  it.each([
    ['BIJOUTERIE JOAILLERIE JEAN HARDY', 'Bijouterie Joaillerie Jean Hardy'],
    ["L'ARTISAN PARFUMEUR", 'L’Artisan Parfumeur'],
    ["MEL'ENZO", 'Mel’Enzo'],
    ["FLEUR D'OCEAN", 'Fleur d’Ocean'],
    ['SARL A LA BONNE MARRAINE', 'SARL a la Bonne Marraine'],
    ['CAFE-TABAC DE LA GARE', 'Cafe-Tabac de la Gare'],
    ['LE 66', 'Le 66'],
    ['M.L.', 'M.L.'],
    ['H&M', 'H&M'],
    ['GEP', 'GEP'],
    ['LOUIS XIV COIFFURE', 'Louis XIV Coiffure'],
    ["station d'imprimantes", 'station d’imprimantes'],
    ['Épicerie du Cher', 'Épicerie du Cher'],
  ])('%s is %s', (shouted, shown) => expect(displayName(shouted)).toBe(shown));

  it('is calm a second time, and so are streets', () => {
    expect(displayName(displayName('AU BON PAIN DE L’EST'))).toBe('Au Bon Pain de l’Est');
    expect(displayAddress('14 RUE DE LA TETE D OR')).toBe('14 Rue de la Tete d’Or');
    expect(displayAddress('19 RUE DU XXE CORPS AMERICAIN')).toBe('19 Rue du XXe Corps Americain');
  });
});

if (!CORPUS) console.log('skipped: CORPUS_DIR not set');
(CORPUS ? describe : describe.skip)('a real register', () => {
  it('takes a whole town, less the trades that are none', async () => {
    const file = join(CORPUS ?? '', 'registers/sirene/etablissements_metz_57463_A.csv');
    const outcomes = await readBytes(file, '44');
    const codes = new Set(outcomes.flatMap((o) => (o.kind === 'refusal' ? [o.code] : [])));
    expect(outcomes).toHaveLength(1771);
    expect(outcomes.filter(({ kind }) => kind === 'item')).toHaveLength(1675);
    expect([...codes]).toEqual(['imports.naf_without_trade']);
    const elsewhere = await readBytes(file, '24');
    const reasons = new Set(elsewhere.map((o) => (o.kind === 'refusal' ? o.code : o.kind)));
    expect([...reasons]).toEqual(['imports.commune_outside_region']);
  });
});
