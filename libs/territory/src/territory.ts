import { readCommunes, type Commune, type FormerCommune } from './commune.js';
import { cleanQuery, CommuneFinder, communeOfArrondissement, type CommuneQuery } from './commune-finder.js';
import { CommuneSuggester, type CommuneSuggestion } from './commune-suggester.js';
import { distanceKm, type Point } from './distance.js';
import { allRegions, readFormer, regionOf, type Region } from './france.js';
import { UnknownRegionError } from './territory.errors.js';

/** Why a row has no commune of this region; `region` is where it was found instead. */
export type CommuneMiss =
  | { commune: null; reason: 'commune_missing' | 'commune_unknown' | 'commune_ambiguous'; region: null }
  | { commune: null; reason: 'commune_outside_region'; region: Region };

export type CommuneMatch = { commune: Commune } | CommuneMiss;

/** The region a deployment serves: its communes and how to find them. Get it by `loadTerritory`. */
export class Territory {
  readonly communes: readonly Commune[];
  private readonly former: FormerCommune[];
  private readonly bySlug: Map<string, Commune>;
  private readonly finder: CommuneFinder<Commune>;
  private suggester: CommuneSuggester | null = null;

  constructor(readonly region: Region) {
    const communes = readCommunes(region.code);
    this.communes = communes;
    this.former = readFormer(region.code);
    this.bySlug = new Map(communes.map((c) => [c.slug, c]));
    this.finder = new CommuneFinder(communes, this.former);
  }

  /** By INSEE code: present, former, or of an arrondissement of Paris, Lyon or Marseille. Null outside the region. */
  commune(insee: string): Commune | null {
    const [code] = this.finder.byInsee(communeOfArrondissement(insee) ?? insee);
    return code === undefined ? null : this.finder.place(code);
  }

  /** Names that communes bore before, each with the present commune. */
  get earlierNames(): { name: string; commune: Commune }[] {
    return this.former.flatMap(({ name, current }) => {
      const commune = this.commune(current);
      return commune && name ? [{ name, commune }] : [];
    });
  }

  communeBySlug(slug: string): Commune | null {
    return this.bySlug.get(slug) ?? null;
  }

  /**
   * The commune an import row means. A well-formed INSEE code decides alone; else post code and name (case, accents,
   * hyphens, St/Ste, CEDEX and articles do not matter, former names count); else either of them when it names one only.
   */
  findCommune(query: CommuneQuery): CommuneMatch {
    const clean = cleanQuery(query);
    if (!clean.insee && !clean.postcode && !clean.name)
      return miss(isBlank(query) ? 'commune_missing' : 'commune_unknown');
    const found = this.finder.locate(clean);
    const commune = this.finder.place(found[0] ?? '');
    if (commune && found.length === 1) return { commune };
    if (found.length > 1) return miss('commune_ambiguous');
    const region = regionOf(clean);
    return region ? { commune: null, reason: 'commune_outside_region', region } : miss('commune_unknown');
  }

  /** The commune whose point is the nearest, within `most` kilometres; a guess near a border. Null: none. */
  communeNear(point: Point, most: number): Commune | null {
    let best: Commune | null = null;
    let nearest = most;
    for (const commune of this.communes) {
      const { lat, lon } = commune;
      if (lat === null || lon === null || Math.abs(lat - point.lat) > most / 100) continue;
      const distance = distanceKm(point, { lat, lon });
      if (distance < nearest) [best, nearest] = [commune, distance];
    }
    return best;
  }

  /** Communes whose words begin as typed (or whose post code does), the exact name first, then by population. */
  suggestCommunes(text: string, limit = 8): CommuneSuggestion[] {
    this.suggester ??= new CommuneSuggester(this.communes, this.former);
    return this.suggester.suggest(text, limit);
  }
}

const isBlank = (query: CommuneQuery): boolean =>
  !query.insee?.trim() && !query.postcode?.trim() && !query.name?.trim();

const miss = (reason: 'commune_missing' | 'commune_unknown' | 'commune_ambiguous'): CommuneMiss => ({
  commune: null,
  reason,
  region: null,
});

const loaded = new Map<string, Territory>();

/** The territory of an INSEE region code, read once. Throws `territory.unknown_region`. */
export function loadTerritory(regionCode: string): Territory {
  const known = loaded.get(regionCode);
  if (known) return known;
  const region = allRegions().find((r) => r.code === regionCode);
  if (!region) throw new UnknownRegionError(regionCode);
  const territory = new Territory(region);
  loaded.set(regionCode, territory);
  return territory;
}
