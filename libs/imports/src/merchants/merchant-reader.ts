import { isSiret, normalizeSiret, slugify } from '#libs/kernel';
import type { TableRow } from '#libs/platform';
import { distanceKm, type Territory, type Trade, tradeByCode } from '#libs/territory';
import type { ReadOutcome, RowNote } from '../engine/import-kind.js';
import { type MerchantContact, readContact } from './merchant-contact.js';
import { merchantRow, type MerchantRow } from './merchant-row.js';
import { Refusal, refusal } from './refusal.js';

/** Further from its commune's centre than this, a point is a mistake of the file. Kilometres. */
const FAR = 60;
/** A shop without any address belongs to the commune whose centre is so near, which the report says. Kilometres. */
const NEAR = 8;
const NAME_MOST = 200;
const ADDRESS_MOST = 300;

/** What a row says of a shop, as it is written there; blank where it says nothing. */
export interface ListedShop extends MerchantContact {
  siret: string;
  name: string;
  legalName?: string | undefined;
  naf: string;
  addressLine?: string | undefined;
  postcode: string;
  commune: string;
  insee: string;
  latitude: string;
  longitude: string;
}

/** What a format knows of its rows. The reader asks in the order of an agent: whose is it, where, is it alive, is it a shop. */
export interface MerchantRules {
  /** Rows without a number are shops too. */
  readonly isSiretOptional: boolean;
  shop(cells: readonly string[]): ListedShop;
  /** Why the row is no shop that is to be shown. */
  blocked(cells: readonly string[]): Refusal | null;
  /** Null: unknown; the shop goes in among the others, and the report says so. */
  trade(cells: readonly string[]): Trade | Refusal | null;
  /** The source's own number of the shop; blank: it has none. */
  key?(cells: readonly string[]): string;
}

/** From rows to shops, for every format; each SIRET, and each shop without one, once in a file. */
export class MerchantReader {
  /** First line of each SIRET; as numbers, for a file may hold a million. */
  private readonly lines = new Map<number | string, number>();

  constructor(
    private readonly rules: MerchantRules,
    private readonly territory: Territory,
  ) {}

  async *readAll(rows: AsyncIterable<TableRow>): AsyncGenerator<ReadOutcome<MerchantRow>> {
    for await (const row of rows) yield await this.read(row);
  }

  private async read(row: TableRow): Promise<ReadOutcome<MerchantRow>> {
    if (row.error) return refusal(row, row.error.code, row.error.details, true);
    const notes: RowNote[] = [];
    const made = await this.shopOf(row, notes);
    if (made instanceof Refusal) return refusal(row, made.code, made.details);
    const checked = merchantRow.safeParse(made);
    if (!checked.success)
      return refusal(row, 'imports.cell_invalid', { field: checked.error.issues[0]?.path.join('.') ?? '' });
    return { kind: 'item', line: row.line, rows: 1, item: checked.data, notes, cells: row.cells };
  }

  private async shopOf({ cells, line }: TableRow, notes: RowNote[]): Promise<MerchantRow | Refusal> {
    const listed = this.rules.shop(cells);
    const siret = this.siretOf(listed.siret);
    if (siret instanceof Refusal) return siret;
    const point = pointOf(listed);
    const placed = this.placeOf(listed, point, { line, notes });
    if (placed instanceof Refusal) return placed;
    const blocked = this.rules.blocked(cells) ?? (siret === undefined ? null : this.repeated(siret, line));
    if (blocked) return blocked;
    const trade = this.rules.trade(cells);
    if (trade instanceof Refusal) return trade;
    const wrong = wrongText(listed);
    if (wrong) return wrong;
    const key = siret === undefined ? this.rules.key?.(cells) || keyOf(listed, placed.communeInsee) : undefined;
    const twice = key === undefined ? null : this.repeatedShop(key, listed.name, line);
    if (twice) return twice;
    if (!trade) notes.push({ line, code: 'imports.trade_other', details: {} });
    return {
      siret,
      key,
      name: listed.name,
      legalName: listed.legalName,
      naf: listed.naf.slice(0, 10) || undefined,
      trade: (trade ?? tradeByCode('autres')!).code,
      addressLine: listed.addressLine,
      postcode: listed.postcode.slice(0, 10) || undefined,
      ...placed,
      ...(await readContact(listed, { line, notes })),
    };
  }

  private siretOf(cell: string): string | undefined | Refusal {
    if (cell === '') return this.rules.isSiretOptional ? undefined : new Refusal('imports.siret_missing');
    const digits = normalizeSiret(cell);
    const siret = /^\d{9,13}$/.test(digits) ? digits.padStart(14, '0') : digits;
    return isSiret(siret) ? siret : new Refusal('imports.siret_invalid', { siret: cell.slice(0, 40) });
  }

  private repeated(siret: string, line: number): Refusal | null {
    const first = this.lines.get(Number(siret));
    if (first !== undefined) return new Refusal('imports.duplicate_siret', { siret, firstLine: first });
    this.lines.set(Number(siret), line);
    return null;
  }

  private repeatedShop(key: string, name: string, line: number): Refusal | null {
    const first = this.lines.get(key);
    if (first !== undefined)
      return new Refusal('imports.duplicate_shop', { name: name.slice(0, 80), firstLine: first });
    this.lines.set(key, line);
    return null;
  }

  /** The commune that the row names, else the one around its point; and the point, else the commune's. */
  private placeOf(
    listed: ListedShop,
    point: { lat: number; lon: number } | null,
    { line, notes }: { line: number; notes: RowNote[] },
  ): Pick<MerchantRow, 'communeInsee' | 'lat' | 'lon' | 'pointSource'> | Refusal {
    const query = { insee: listed.insee, postcode: listed.postcode, name: listed.commune };
    const match = this.territory.findCommune(query);
    const isSilent = !match.commune && ['commune_missing', 'commune_ambiguous'].includes(match.reason);
    const around = isSilent && this.rules.isSiretOptional && point ? this.territory.communeNear(point, NEAR) : null;
    if (!match.commune && !around) {
      return new Refusal(`imports.${match.reason}`, {
        commune: [query.insee, query.postcode, query.name].filter(Boolean).join(' ').slice(0, 100),
        ...(match.region && { region: match.region.name, served: this.territory.region.name }),
      });
    }
    const commune = (match.commune ?? around)!;
    const note = (code: string, isListed: boolean) =>
      notes.push({ line, code, details: { commune: commune.name }, isListed });
    if (around) note('imports.commune_by_point', true);
    const centre = commune.lat === null || commune.lon === null ? null : { lat: commune.lat, lon: commune.lon };
    if (point && (!centre || distanceKm(centre, point) <= FAR))
      return { communeInsee: commune.insee, ...point, pointSource: 'file' };
    const isGiven = listed.latitude !== '' || listed.longitude !== '';
    note(isGiven ? 'imports.point_far' : 'imports.point_of_commune', isGiven);
    return {
      communeInsee: commune.insee,
      lat: centre?.lat ?? null,
      lon: centre?.lon ?? null,
      pointSource: 'commune',
    };
  }
}

/** A text that would have to be cut is somebody's mistake, and theirs to mend. */
function wrongText({ name, legalName, addressLine }: ListedShop): Refusal | null {
  if (!/[\p{L}\d]/u.test(name)) return new Refusal('imports.name_missing');
  return (
    tooLongOf('name', name, NAME_MOST) ??
    tooLongOf('name', legalName, NAME_MOST) ??
    tooLongOf('address', addressLine, ADDRESS_MOST)
  );
}

function tooLongOf(what: 'name' | 'address', text: string | undefined, most: number): Refusal | null {
  const { length } = text ?? '';
  return length > most ? new Refusal(`imports.${what}_too_long`, { length, most }) : null;
}

/** Without a number of its own, a shop is its name at its address. */
const keyOf = ({ name, addressLine }: ListedShop, insee: string): string =>
  [slugify(name, 100) || name.slice(0, 100), insee, slugify(addressLine ?? '', 100)].join('|');

function pointOf({ latitude, longitude }: ListedShop): { lat: number; lon: number } | null {
  const [lat, lon] = [degreesOf(latitude), degreesOf(longitude)];
  return lat === null || lon === null ? null : { lat, lon };
}

/** A number with a decimal point or comma; 0 is what lost coordinates look like. */
function degreesOf(cell: string): number | null {
  if (!/^-?\d{1,3}([.,]\d+)?$/.test(cell)) return null;
  const value = Number(cell.replace(',', '.'));
  return value === 0 ? null : value;
}
