import { z } from 'zod';
import { NotThisFeedError } from '../federation.errors.js';
import { type FeedOutcome, refusal } from './feed-facts.js';
import type { FeedSource } from './feed-source.js';
import { parseJson, textOf } from './json-values.js';
import { placeEntry, type RawPlace } from './place-entry.js';

const collection = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) });
const overpass = z.object({ elements: z.array(z.unknown()) });
const feature = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  geometry: z.object({ type: z.string(), coordinates: z.unknown() }).nullish(),
  properties: z.record(z.string(), z.unknown()).nullish(),
});
const element = z.object({
  type: z.string(),
  id: z.number(),
  lat: z.number().optional(),
  lon: z.number().optional(),
  center: z.object({ lat: z.number(), lon: z.number() }).optional(),
  tags: z.record(z.string(), z.unknown()).optional(),
});

/** Shops as GeoJSON (RFC 7946) under any of the usual names, OpenStreetMap's tags or Overpass' JSON. @throws NotThisFeedError */
export async function* readGeoJson({ body, territory }: FeedSource): AsyncGenerator<FeedOutcome> {
  for (const [at, raw] of placesOf(parseJson(body)).entries())
    yield raw ? placeEntry(at + 1, raw, territory) : refusal(at + 1, 'imports.cell_invalid', { field: 'feature' });
}

function placesOf(json: unknown): (RawPlace | null)[] {
  const features = collection.safeParse(json);
  if (features.success) return features.data.features.map(ofFeature);
  const elements = overpass.safeParse(json);
  if (elements.success) return elements.data.elements.map(ofElement);
  throw new NotThisFeedError({ kind: 'geojson' });
}

function ofFeature(json: unknown): RawPlace | null {
  const parsed = feature.safeParse(json);
  if (!parsed.success) return null;
  const { id, geometry, properties } = parsed.data;
  const [lon, lat] = geometry ? centreOf(geometry.coordinates) : [null, null];
  const said = properties ?? {};
  return { ...ofTags(said), key: textOf(id ?? said['@id'] ?? said['id']), lat, lon };
}

function ofElement(json: unknown): RawPlace | null {
  const parsed = element.safeParse(json);
  if (!parsed.success) return null;
  const { type, id, lat, lon, center, tags } = parsed.data;
  return {
    ...ofTags(tags ?? {}),
    key: `${type}/${id}`,
    lat: lat ?? center?.lat ?? null,
    lon: lon ?? center?.lon ?? null,
  };
}

function ofTags(tags: Record<string, unknown>): Omit<RawPlace, 'key'> {
  const text = (...names: string[]): string => {
    const found = names
      .map((name) => tags[name])
      .find((value) => typeof value === 'string' || typeof value === 'number');
    return found === undefined ? '' : String(found);
  };
  const street = [text('addr:housenumber'), text('addr:street')].filter(Boolean).join(' ');
  return {
    name: text('name', 'nom', 'enseigne', 'title'),
    siret: text('ref:FR:SIRET', 'siret'),
    trades: ['trade', 'shop', 'craft', 'metier', 'categorie', 'category', 'naf', 'amenity'].map((name) => text(name)),
    addressLine: street || text('adresse', 'address', 'addressLine'),
    postcode: text('addr:postcode', 'code_postal', 'postcode'),
    commune: text('addr:city', 'commune', 'ville', 'city'),
    insee: text('ref:INSEE', 'code_insee', 'communeInsee', 'insee'),
    phone: text('phone', 'contact:phone', 'telephone', 'contact:mobile'),
    email: text('email', 'contact:email'),
    url: text('website', 'contact:website', 'url', 'site'),
    description: text('description'),
  };
}

/** The first point of any geometry: of a building its corner is near enough. */
function centreOf(coordinates: unknown): [number | null, number | null] {
  let at = coordinates;
  for (let depth = 0; depth < 5 && Array.isArray(at); depth++) {
    const [lon, lat] = at as unknown[];
    if (typeof lon === 'number' && typeof lat === 'number') return [lon, lat];
    at = lon;
  }
  return [null, null];
}
