import { type FormerCommune } from './commune.js';
import { CommuneFinder, type Place, type PlaceQuery } from './commune-finder.js';
import { hasTable, readTable } from './data-tables.js';

/** An INSEE region: `{code: '24', name: 'Centre-Val de Loire'}`. */
export interface Region {
  code: string;
  name: string;
}

let regions: Region[] | null = null;
let france: { finder: CommuneFinder; regionOf: Map<string, Region> } | null = null;

/** The 26 regions and overseas collectivities the data covers. */
export function allRegions(): Region[] {
  regions ??= readTable('regions.csv').map(([code = '', name = '']) => ({ code, name }));
  return regions;
}

/** Former names and codes of one region's communes. */
export function readFormer(regionCode: string): FormerCommune[] {
  const path = `anciennes/${regionCode}.csv`;
  if (!hasTable(path)) return [];
  return readTable(path).map(([insee = '', name = '', current = '']) => ({ insee, name, current }));
}

/** The region in which the query finds a commune, or null when France has none such. Loads all of France at first use. */
export function regionOf(query: PlaceQuery): Region | null {
  france ??= loadFrance();
  const [insee] = france.finder.locate(query);
  return insee === undefined ? null : (france.regionOf.get(insee) ?? null);
}

function loadFrance(): { finder: CommuneFinder; regionOf: Map<string, Region> } {
  const places: Place[] = [];
  const former: FormerCommune[] = [];
  const regionOf = new Map<string, Region>();
  for (const region of allRegions()) {
    for (const [insee = '', name = '', departement = '', , postcodes = ''] of readTable(
      `communes/${region.code}.csv`,
    )) {
      places.push({ insee, name, departement, postcodes: postcodes.split('|') });
      regionOf.set(insee, region);
    }
    former.push(...readFormer(region.code));
  }
  return { finder: new CommuneFinder(places, former), regionOf };
}
