import { type FormerCommune } from './commune.js';
import { CommuneFinder, type Place, type PlaceQuery } from './commune-finder.js';
import { hasTable, readTable } from './data-tables.js';

/** An INSEE region: `{code: '24', name: 'Centre-Val de Loire'}`. */
export interface Region {
  code: string;
  name: string;
}

let regions: Region[] | null = null;
let france: CommuneFinder<FrenchPlace> | null = null;

interface FrenchPlace extends Place {
  region: Region;
}

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
  const [insee = ''] = france.locate(query);
  return france.place(insee)?.region ?? null;
}

function loadFrance(): CommuneFinder<FrenchPlace> {
  const places: FrenchPlace[] = [];
  const former: FormerCommune[] = [];
  for (const region of allRegions()) {
    for (const cells of readTable(`communes/${region.code}.csv`, 5)) {
      const [insee = '', name = '', departement = '', , postcodes = ''] = cells;
      places.push({ insee, name, departement, postcodes: postcodes.split('|'), region });
    }
    former.push(...readFormer(region.code));
  }
  return new CommuneFinder(places, former);
}
