import { isSiret, normalizeSiret } from '#libs/kernel';
import type { TableRow } from '#libs/platform';
import { distanceKm, nafLabel, tradeOfNaf, type Commune, type Territory, type Trade } from '#libs/territory';
import { recognition, type ColumnTable } from '../formats/column-table.js';
import type { ReadOutcome, ReadRefusal, RowNote } from '../engine/import-kind.js';
import { displayAddress, displayName } from './display-name.js';
import type { MerchantFormat } from './merchant-format.js';
import { merchantRow, type MerchantRow } from './merchant-row.js';
import { SIRENE_NEEDS, sireneColumns, type SireneField } from './sirene-columns.js';

/** Further from its commune's centre than this, a point is a mistake of the file. Kilometres. */
const FAR = 60;
const HIDDEN = /^\[ND\]$/i;
const NAME_MOST = 200;
const ADDRESS_MOST = 300;

/** INSEE's register of establishments (StockEtablissement and its extracts). */
export const sirene: MerchantFormat = {
  id: 'sirene',
  name: 'SIRENE (INSEE)',
  recognises(header) {
    const columns = sireneColumns(header);
    const hasPlace = columns.has('insee') || columns.has('postcode') || columns.has('commune');
    return hasPlace
      ? recognition(columns, SIRENE_NEEDS, ['siret', 'naf', 'nomenclature', 'sign', 'state', 'insee'])
      : 0;
  },
  async *read(header, rows, territory) {
    const reader = new SireneReader(sireneColumns(header), territory);
    for await (const row of rows) yield reader.read(row);
  },
};

/** A reason not to make a shop of the row. */
class Refusal {
  constructor(
    readonly code: string,
    readonly details: Record<string, unknown> = {},
  ) {}
}

class SireneReader {
  /** First line of each SIRET; as numbers, for a file may hold a million. */
  private readonly lines = new Map<number, number>();

  constructor(
    private readonly columns: ColumnTable<SireneField>,
    private readonly territory: Territory,
  ) {}

  read(row: TableRow): ReadOutcome<MerchantRow> {
    if (row.error) return refusal(row, row.error.code, row.error.details, true);
    const notes: RowNote[] = [];
    const made = this.shopOf(row, notes);
    if (made instanceof Refusal) return refusal(row, made.code, made.details);
    const checked = merchantRow.safeParse(made);
    if (!checked.success)
      return refusal(row, 'imports.cell_invalid', { field: checked.error.issues[0]?.path.join('.') ?? '' });
    return { kind: 'item', line: row.line, rows: 1, item: checked.data, notes, cells: row.cells };
  }

  /** The checks stand in the order in which an agent would ask: whose is it, where is it, is it alive, is it a shop. */
  private shopOf({ cells, line }: TableRow, notes: RowNote[]): MerchantRow | Refusal {
    const text = (field: SireneField): string => this.text(cells, field);
    const siret = siretOf(text('siret'));
    if (siret instanceof Refusal) return siret;
    const commune = this.communeOf(text);
    if (commune instanceof Refusal) return commune;
    const blocked = whyNotOpen(text) ?? this.repeated(siret, line);
    if (blocked) return blocked;
    const trade = tradeOf(text('naf'), text('nomenclature'));
    if (trade instanceof Refusal) return trade;
    const name = nameOf(text);
    if (!name) return new Refusal('imports.name_missing');
    const legalName = legalNameOf(text);
    const addressLine = addressOf(text);
    const tooLong =
      tooLongOf('name', name, NAME_MOST) ??
      tooLongOf('name', legalName, NAME_MOST) ??
      tooLongOf('address', addressLine, ADDRESS_MOST);
    if (tooLong) return tooLong;
    return {
      siret,
      name,
      legalName,
      naf: text('naf').slice(0, 10),
      trade: trade.code,
      addressLine,
      postcode: text('postcode').slice(0, 10) || undefined,
      communeInsee: commune.insee,
      ...this.pointOf(text, commune, line, notes),
    };
  }

  private text(cells: readonly string[], field: SireneField): string {
    const cell = this.columns.text(cells, field);
    return HIDDEN.test(cell) ? '' : cell;
  }

  private communeOf(text: (field: SireneField) => string): Commune | Refusal {
    const query = { insee: text('insee'), postcode: text('postcode'), name: text('commune') };
    const match = this.territory.findCommune(query);
    if (match.commune) return match.commune;
    const commune = [query.insee, query.postcode, query.name].filter(Boolean).join(' ').slice(0, 100);
    return new Refusal(`imports.${match.reason}`, {
      commune,
      ...(match.region && { region: match.region.name, served: this.territory.region.name }),
    });
  }

  private repeated(siret: string, line: number): Refusal | null {
    const first = this.lines.get(Number(siret));
    if (first !== undefined) return new Refusal('imports.duplicate_siret', { siret, firstLine: first });
    this.lines.set(Number(siret), line);
    return null;
  }

  private pointOf(
    text: (field: SireneField) => string,
    commune: Commune,
    line: number,
    notes: RowNote[],
  ): Pick<MerchantRow, 'lat' | 'lon' | 'pointSource'> {
    const lat = degreesOf(text('latitude'));
    const lon = degreesOf(text('longitude'));
    const centre = commune.lat === null || commune.lon === null ? null : { lat: commune.lat, lon: commune.lon };
    if (lat !== null && lon !== null && (!centre || distanceKm(centre, { lat, lon }) <= FAR))
      return { lat, lon, pointSource: 'file' };
    const isGiven = text('latitude') !== '' || text('longitude') !== '';
    notes.push({
      line,
      code: isGiven ? 'imports.point_far' : 'imports.point_of_commune',
      details: { commune: commune.name },
      isListed: isGiven,
    });
    return { lat: centre?.lat ?? null, lon: centre?.lon ?? null, pointSource: 'commune' };
  }
}

function siretOf(cell: string): string | Refusal {
  if (cell === '') return new Refusal('imports.siret_missing');
  const digits = normalizeSiret(cell);
  const siret = /^\d{9,13}$/.test(digits) ? digits.padStart(14, '0') : digits;
  return isSiret(siret) ? siret : new Refusal('imports.siret_invalid', { siret: cell.slice(0, 40) });
}

function whyNotOpen(text: (field: SireneField) => string): Refusal | null {
  const state = text('state').toUpperCase();
  if (state === 'F' || state.startsWith('FERM')) return new Refusal('imports.establishment_closed');
  if (['P', 'N'].includes(text('diffusion').toUpperCase())) return new Refusal('imports.diffusion_restricted');
  return null;
}

function tradeOf(naf: string, nomenclature: string): Trade | Refusal {
  if (naf === '') return new Refusal('imports.naf_missing');
  const found = tradeOfNaf(naf, nomenclature);
  if (found) return found.trade;
  const label = nafLabel(naf, nomenclature);
  return label
    ? new Refusal('imports.naf_without_trade', { naf, label })
    : new Refusal('imports.naf_unknown', { naf: naf.slice(0, 20) });
}

const SIGNS: SireneField[] = ['sign', 'sign2', 'sign3', 'usualName', 'legalUsualName'];

function nameOf(text: (field: SireneField) => string): string {
  const given = SIGNS.map(text).find((name) => /[\p{L}\d]/u.test(name));
  return given === undefined ? (legalNameOf(text) ?? '') : displayName(given);
}

function legalNameOf(text: (field: SireneField) => string): string | undefined {
  const person = [text('firstName'), text('usedName') || text('familyName')].filter(Boolean).join(' ');
  return displayName(text('legalName') || person) || undefined;
}

function addressOf(text: (field: SireneField) => string): string | undefined {
  const street = [text('number'), text('repetition'), text('streetType'), text('street')].filter(Boolean).join(' ');
  const line = street || text('complement') || text('address');
  return displayAddress(line) || undefined;
}

/** A text that would have to be cut is somebody's mistake, and theirs to mend. */
function tooLongOf(what: 'name' | 'address', text: string | undefined, most: number): Refusal | null {
  const { length } = text ?? '';
  return length > most ? new Refusal(`imports.${what}_too_long`, { length, most }) : null;
}

/** A number with a decimal point or comma; 0 is what lost coordinates look like. */
function degreesOf(cell: string): number | null {
  if (!/^-?\d{1,3}([.,]\d+)?$/.test(cell)) return null;
  const value = Number(cell.replace(',', '.'));
  return value === 0 ? null : value;
}

const refusal = (
  { line, cells }: TableRow,
  code: string,
  details: Record<string, unknown> = {},
  isBroken = false,
): ReadRefusal => ({ kind: 'refusal', line, cells, code, details, isBroken });
