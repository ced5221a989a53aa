import { groupBy } from './group-by.js';
import { looseKey, strictKey } from './place-name.js';

/** What an import row says about where it is; any of it may be missing, padded or misspelled. */
export interface CommuneQuery {
  insee?: string | null | undefined;
  postcode?: string | null | undefined;
  name?: string | null | undefined;
}

export interface Place {
  insee: string;
  name: string;
  postcodes: string[];
  departement: string;
}

export interface FormerPlace {
  insee: string;
  name: string;
  current: string;
}

/** A cleaned query: empty strings for what is missing. */
export interface PlaceQuery {
  insee: string;
  postcode: string;
  name: string;
}

/** Digits and letters only; registers and spreadsheets lose the leading zero of 01 to 09. */
export function cleanQuery(query: CommuneQuery): PlaceQuery {
  const code = (text: string | null | undefined): string => (text ?? '').toUpperCase().replace(/[^0-9A-Z]/g, '');
  const insee = withLeadingZero(code(query.insee));
  const postcode = withLeadingZero(code(query.postcode).replace(/^F(?=\d)/, ''));
  return {
    insee: /^\d[\dAB]\d{3}$/.test(insee) ? (communeOfArrondissement(insee) ?? insee) : '',
    postcode: /^\d{5}$/.test(postcode) ? postcode : '',
    name: (query.name ?? '').trim(),
  };
}

const withLeadingZero = (code: string): string => (/^\d{4}$/.test(code) ? `0${code}` : code);

/** Registers use the codes of the municipal arrondissements; they belong to Paris, Lyon and Marseille. */
export function communeOfArrondissement(insee: string): string | null {
  if (/^751(0[1-9]|1\d|20)$/.test(insee)) return '75056';
  if (/^6938[1-9]$/.test(insee)) return '69123';
  if (/^132(0[1-9]|1[0-6])$/.test(insee)) return '13055';
  return null;
}

/** Finds places in one list: the region's, or all of France's. Each index is made at its first use. */
export class CommuneFinder<P extends Place> {
  private readonly places: Map<string, P>;
  private readonly formerCodes: Map<string, string>;
  private readonly keys = new Map<string, string>();
  private names: Map<string, Place[]> | null = null;
  private formerNames: Map<string, FormerPlace[]> | null = null;
  private postcodes: Map<string, Place[]> | null = null;

  constructor(
    places: P[],
    private readonly former: FormerPlace[],
  ) {
    this.places = new Map(places.map((place) => [place.insee, place]));
    this.formerCodes = new Map(former.map((place) => [place.insee, place.current]));
  }

  /** The INSEE codes the query may mean, best first; empty when none. A given INSEE code decides alone. */
  locate(query: PlaceQuery): string[] {
    if (query.insee) return this.byInsee(query.insee);
    if (query.postcode && query.name) return this.byPostcodeAndName(query.postcode, query.name);
    if (query.postcode) return codesOf(this.withPostcode(query.postcode));
    return query.name ? this.byName(query.name) : [];
  }

  place(insee: string): P | null {
    return this.places.get(insee) ?? null;
  }

  /** A present code, or the present code of a former one. */
  byInsee(insee: string): string[] {
    if (this.places.has(insee)) return [insee];
    const current = this.formerCodes.get(insee);
    return current === undefined ? [] : [current];
  }

  /** Post offices of CEDEX have codes of their own: the department is enough when the name is right. */
  private byPostcodeAndName(postcode: string, name: string): string[] {
    const exact = this.named(name, this.withPostcode(postcode), (place) => place.postcodes.includes(postcode));
    if (exact.length > 0) return exact;
    const near = (place: Place): boolean => departementMatches(place.departement, postcode);
    return this.named(name, [...this.places.values()].filter(near), near);
  }

  private byName(name: string): string[] {
    this.names ??= groupBy(this.places.values(), (place) => [this.keyOf(place)]);
    return this.named(name, this.names.get(looseKey(name)) ?? [], () => true);
  }

  /** Those of `candidates` that bear the name; else the present commune of a former one, where `accept` takes it. */
  private named(name: string, candidates: Place[], accept: (place: Place) => boolean): string[] {
    const key = looseKey(name);
    if (!key) return [];
    const present = candidates.filter((place) => this.keyOf(place) === key);
    if (present.length > 0) return codesOf(preferStrict(present, name));
    this.formerNames ??= groupBy(this.former, (place) => [looseKey(place.name)]);
    const former = (this.formerNames.get(key) ?? []).filter((place) => this.acceptsCurrent(place, accept));
    return [...new Set(preferStrict(former, name).map((place) => place.current))];
  }

  private acceptsCurrent(former: FormerPlace, accept: (place: Place) => boolean): boolean {
    const current = this.places.get(former.current);
    return current !== undefined && accept(current);
  }

  private withPostcode(postcode: string): Place[] {
    this.postcodes ??= groupBy(this.places.values(), (place) => place.postcodes);
    return this.postcodes.get(postcode) ?? [];
  }

  /** Folding all names of France takes 80 ms: only those asked for are folded, once. */
  private keyOf(place: Place): string {
    const known = this.keys.get(place.insee);
    if (known !== undefined) return known;
    const key = looseKey(place.name);
    this.keys.set(place.insee, key);
    return key;
  }
}

const codesOf = (places: Place[]): string[] => places.map((place) => place.insee);

function preferStrict<T extends { name: string }>(places: T[], name: string): T[] {
  const same = places.length > 1 ? places.filter((place) => strictKey(place.name) === strictKey(name)) : [];
  return same.length > 0 ? same : places;
}

function departementMatches(departement: string, postcode: string): boolean {
  if (departement === '2A' || departement === '2B') return postcode.startsWith('20');
  return postcode.startsWith(departement);
}
