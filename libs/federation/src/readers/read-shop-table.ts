import { ColumnTable, type ColumnNames } from '#libs/imports';
import { openTable, trimCell } from '#libs/platform';
import { NotThisFeedError } from '../federation.errors.js';
import { type FeedOutcome, refusal } from './feed-facts.js';
import type { FeedSource } from './feed-source.js';
import { placeEntry } from './place-entry.js';

/** Names of columns in the lists of chambers, towns and registers, without accents and in small letters. */
const NAMES = {
  key: ['id', 'identifiant', 'ref', 'reference', 'code'],
  siret: ['siret', 'n° siret', 'no siret', 'numero siret', 'num siret'],
  sign: ['enseigne', 'enseigne1etablissement', 'nom commercial', 'nom de l’enseigne', "nom de l'enseigne"],
  name: [
    'nom',
    'name',
    'commerce',
    'boutique',
    'nom du commerce',
    'nom de la boutique',
    'raison sociale',
    'denomination',
    'titre',
    'entreprise',
  ],
  trade: ['metier', 'categorie', 'activite', 'secteur', 'type', 'trade', 'category', 'rubrique', 'shop'],
  naf: ['naf', 'code naf', 'ape', 'code ape', 'activiteprincipaleetablissement'],
  address: ['adresse', 'address', 'rue', 'voie', 'adresse 1', 'adresse postale', 'street', 'libellevoieetablissement'],
  number: ['numero', 'numero de voie', 'housenumber', 'numerovoieetablissement'],
  postcode: ['code postal', 'codepostal', 'cp', 'code_postal', 'postcode', 'zip', 'codepostaletablissement'],
  commune: ['commune', 'ville', 'city', 'localite', 'libellecommuneetablissement'],
  insee: ['insee', 'code insee', 'codeinsee', 'code_insee', 'codecommuneetablissement'],
  lat: ['latitude', 'lat', 'y'],
  lon: ['longitude', 'lon', 'lng', 'long', 'x'],
  phone: ['telephone', 'tel', 'phone', 'tel.', 'telephone fixe', 'mobile', 'portable'],
  email: ['email', 'e-mail', 'mail', 'courriel', 'adresse e-mail', 'adresse mail'],
  url: ['site', 'site web', 'site internet', 'website', 'url', 'web', 'lien', 'link', 'boutique en ligne'],
  description: ['description', 'presentation', 'resume'],
  state: ['etat', 'etatadministratifetablissement', 'statut'],
} as const satisfies ColumnNames<string>;

type Field = keyof typeof NAMES;

/** A list of shops as a table (CSV in any dress, XLSX, ODS). @throws what `openTable` throws, NotThisFeedError without names and places */
export async function* readShopTable({ body, territory }: FeedSource): AsyncGenerator<FeedOutcome> {
  const table = await openTable(bytesOf(body), { findHeader: (records) => Math.max(0, records.findIndex(isHeader)) });
  try {
    const columns = new ColumnTable<Field>(NAMES, table.header);
    if (!isHeader(table.header)) throw new NotThisFeedError({ kind: 'shops' });
    for await (const { line, cells, error } of table.rows) {
      if (error) yield refusal(line, error.code, error.details);
      else yield placeEntry(line, rawOf(columns, cells), territory);
    }
  } finally {
    await table.close();
  }
}

async function* bytesOf(body: Buffer): AsyncGenerator<Buffer> {
  yield body;
}

function isHeader(cells: readonly string[]): boolean {
  const columns = new ColumnTable<Field>(NAMES, [...cells]);
  const hasPlace = columns.has('commune') || columns.has('postcode') || columns.has('insee');
  return (columns.has('name') || columns.has('sign')) && hasPlace;
}

function rawOf(columns: ColumnTable<Field>, cells: readonly string[]) {
  const text = (field: Field): string => columns.text(cells, field);
  return {
    key: text('key'),
    name: text('sign') || text('name'),
    siret: text('siret'),
    trades: [text('naf'), text('trade')],
    addressLine: [text('number'), text('address')].filter(Boolean).join(' '),
    postcode: text('postcode'),
    commune: text('commune'),
    insee: text('insee'),
    lat: degrees(text('lat')),
    lon: degrees(text('lon')),
    phone: text('phone'),
    email: text('email'),
    url: text('url'),
    description: text('description'),
    state: text('state'),
  };
}

const degrees = (text: string): number | null =>
  /^-?\d{1,3}([.,]\d+)?$/.test(trimCell(text)) ? Number(trimCell(text).replace(',', '.')) : null;
