type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Wrappers whose fields are the record's own: GeoJSON's, Overpass's, Opendatasoft's. */
const WRAPPERS = ['properties', 'tags', 'fields', 'attributes'];
const MOST_FIELDS = 400;
const DEEPEST = 4;

/**
 * A record of any JSON list as named cells: fields of nested objects under their own names, lists of words in one cell, the
 * middle of a shape as `latitude` and `longitude`, an OpenStreetMap object's number as `@id` (`node/12`).
 */
export function fieldsOf(record: Json): Map<string, string> {
  const fields = new Map<string, string>();
  const wrapper = WRAPPERS.find((name) => isObject(record[name]));
  if (wrapper !== undefined) addFields(fields, record[wrapper] as Json, 0);
  const rest = Object.entries(record).filter(([name]) => name !== wrapper && name !== 'geometry' && name !== 'bbox');
  const isMap = wrapper === 'tags' && typeof record['type'] === 'string';
  addFields(fields, Object.fromEntries(isMap ? [] : rest), 0);
  const id = isMap ? `${record['type'] as string}/${textOf(record['id'])}` : idOf(record, fields);
  if (id) fields.set('@id', id);
  const point = pointOf(record);
  if (point && !fields.has('latitude')) {
    fields.set('latitude', String(point.lat));
    fields.set('longitude', String(point.lon));
  }
  return fields;
}

/** Extracts write the number of an object with its kind or without it, and the kind beside. */
function idOf({ id }: Json, fields: Map<string, string>): string {
  const own = fields.get('@id') ?? (/^(node|way|relation)\/\d+$/.test(textOf(id)) ? textOf(id) : '');
  const kind = fields.get('@type');
  return kind && /^\d+$/.test(own) ? `${kind}/${own}` : own;
}

function addFields(fields: Map<string, string>, object: Json, depth: number): void {
  for (const [name, value] of Object.entries(object)) {
    if (fields.size >= MOST_FIELDS) return;
    if (name === 'geo_shape' || name === 'geometry') continue;
    if (isObject(value)) {
      if (depth < DEEPEST) addFields(fields, value, depth + 1);
    } else if (!fields.has(name)) fields.set(name, textOf(value));
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? value.map(textOf).filter(Boolean).slice(0, 50).join(', ') : '';
}

function pointOf(record: Json): { lat: number; lon: number } | null {
  if (typeof record['lat'] === 'number' && typeof record['lon'] === 'number')
    return { lat: record['lat'], lon: record['lon'] };
  const { center, geometry } = record;
  if (isObject(center)) return pointOf({ lat: center['lat'], lon: center['lon'] });
  if (!isObject(geometry)) return null;
  const corners: [number, number][] = [];
  collect(geometry['coordinates'], corners);
  if (corners.length === 0) return null;
  return { lon: middle(corners.map(([lon]) => lon)), lat: middle(corners.map(([, lat]) => lat)) };
}

/** All [longitude, latitude] of a shape, however deep. */
function collect(value: unknown, corners: [number, number][]): void {
  if (!Array.isArray(value)) return;
  const [lon, lat] = value as unknown[];
  if (typeof lon === 'number' && typeof lat === 'number') corners.push([lon, lat]);
  else for (const each of value as unknown[]) collect(each, corners);
}

/** Of the box around the shape; seven decimals are a centimetre. */
function middle(values: number[]): number {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return Math.round(((least + most) / 2) * 1e7) / 1e7;
}
