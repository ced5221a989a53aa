import { slugify } from '#libs/kernel';
import { readTable } from './data-tables.js';
import { groupBy } from './group-by.js';

/** A commune of 2026. Source: INSEE, La Poste, DGCL, IGN (data/SOURCES.md). */
export interface Commune {
  /** INSEE code, five characters: 37132, 2A004. */
  insee: string;
  name: string;
  /** Unique in its region: namesakes carry their department (`vineuil-41`). */
  slug: string;
  departement: string;
  departementName: string;
  postcodes: string[];
  /** Inhabitants; 0 where nobody lives all year. */
  population: number;
  /** A point inside the commune, WGS 84 degrees; null overseas where neither it nor a neighbour has one. */
  lat: number | null;
  lon: number | null;
  /** True when the point is the mean of its intercommunality's, else of its department's, communes. */
  pointIsApproximate: boolean;
  epciSiren: string | null;
  epciName: string | null;
}

/** An earlier name or code. `name` is empty where only the code is known. */
export interface FormerCommune {
  insee: string;
  name: string;
  /** INSEE code of the present commune. */
  current: string;
}

const SLUG_LENGTH = 80;

/** All communes of one region, by INSEE code order. */
export function readCommunes(regionCode: string): Commune[] {
  const communes = readTable(`communes/${regionCode}.csv`).map(toCommune);
  distinguishNamesakes(communes);
  fillPoints(communes);
  return communes;
}

function toCommune(cells: string[]): Commune {
  const [insee = '', name = '', departement = '', departementName = '', postcodes, population, lat, lon, siren, epci] =
    cells;
  return {
    insee,
    name,
    slug: slugify(name, SLUG_LENGTH),
    departement,
    departementName,
    postcodes: postcodes ? postcodes.split('|') : [],
    population: Number(population ?? 0),
    lat: lat ? Number(lat) : null,
    lon: lon ? Number(lon) : null,
    pointIsApproximate: false,
    epciSiren: siren || null,
    epciName: epci || null,
  };
}

function distinguishNamesakes(communes: Commune[]): void {
  for (const namesakes of groupBy(communes, (c) => [c.slug]).values()) {
    if (namesakes.length === 1) continue;
    const alone = new Set(namesakes.map((c) => c.departement)).size === namesakes.length;
    for (const c of namesakes) c.slug = `${c.slug}-${(alone ? c.departement : c.insee).toLowerCase()}`;
  }
}

function fillPoints(communes: Commune[]): void {
  const located = communes.filter((c) => c.lat !== null);
  for (const commune of communes.filter((c) => c.lat === null)) {
    const sameEpci = located.filter((c) => c.epciSiren !== null && c.epciSiren === commune.epciSiren);
    const around = sameEpci.length > 0 ? sameEpci : located.filter((c) => c.departement === commune.departement);
    if (around.length === 0) continue;
    commune.lat = mean(around.map((c) => c.lat ?? 0));
    commune.lon = mean(around.map((c) => c.lon ?? 0));
    commune.pointIsApproximate = true;
  }
}

const mean = (numbers: number[]): number =>
  Math.round((numbers.reduce((a, b) => a + b, 0) / numbers.length) * 1e5) / 1e5;
