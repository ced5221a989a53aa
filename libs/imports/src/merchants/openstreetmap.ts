import { tradeOfOsm } from '#libs/territory';
import { type ColumnNames, ColumnTable, recognition } from '../formats/column-table.js';
import { displayAddress, displayName } from './display-name.js';
import type { MerchantFormat } from './merchant-format.js';
import { MerchantReader, type MerchantRules } from './merchant-reader.js';
import { Refusal } from './refusal.js';

type OsmField =
  | 'id'
  | 'name'
  | 'brand'
  | 'operator'
  | 'shop'
  | 'craft'
  | 'amenity'
  | 'siret'
  | 'number'
  | 'street'
  | 'place'
  | 'postcode'
  | 'city'
  | 'latitude'
  | 'longitude'
  | 'phone'
  | 'mobile'
  | 'email'
  | 'website'
  | 'hours';

const NAMES: ColumnNames<OsmField> = {
  id: ['@id', 'osm_id', 'id'],
  name: ['name'],
  brand: ['brand'],
  operator: ['operator'],
  shop: ['shop'],
  craft: ['craft'],
  amenity: ['amenity'],
  siret: ['ref:fr:siret'],
  number: ['addr:housenumber', 'contact:housenumber'],
  street: ['addr:street', 'contact:street'],
  place: ['addr:place'],
  postcode: ['addr:postcode', 'contact:postcode'],
  city: ['addr:city', 'contact:city'],
  latitude: ['latitude', '@lat', 'lat'],
  longitude: ['longitude', '@lon', 'lon'],
  phone: ['contact:phone', 'phone'],
  mobile: ['contact:mobile', 'mobile'],
  email: ['contact:email', 'email'],
  website: ['contact:website', 'website', 'url'],
  hours: ['opening_hours'],
};

/** The tags that are read, each with all its names; an extract in JSON becomes a table of the first ones. */
export const OSM_SPELLINGS: readonly (readonly string[])[] = Object.values(NAMES);

const KINDS = ['shop', 'craft', 'amenity'] as const;

/** Extracts of OpenStreetMap: Overpass as CSV or JSON, GeoJSON. */
export const openStreetMap: MerchantFormat = {
  id: 'openstreetmap',
  name: 'OpenStreetMap',
  source: () => 'map:osm',
  recognises(header) {
    const columns = new ColumnTable(NAMES, header);
    const isMap = KINDS.some((kind) => columns.has(kind)) && (columns.has('id') || columns.has('street'));
    return isMap ? recognition(columns, ['name', 'latitude', 'longitude'], ['id', 'shop', 'hours', 'street']) : 0;
  },
  read: (header, rows, territory) => new MerchantReader(rulesOf(header), territory).readAll(rows),
};

function rulesOf(header: readonly string[]): MerchantRules {
  const columns = new ColumnTable(NAMES, header);
  return {
    isSiretOptional: true,
    blocked: () => null,
    key: (cells) => columns.text(cells, 'id').slice(0, 100),
    shop(cells) {
      const text = (field: OsmField): string => columns.text(cells, field);
      const street = [text('number'), text('street') || text('place')].filter(Boolean).join(' ');
      return {
        siret: text('siret').split(';')[0] ?? '',
        name: displayName(text('name') || text('brand') || text('operator')),
        naf: '',
        addressLine: displayAddress(street) || undefined,
        postcode: text('postcode'),
        commune: text('city'),
        insee: '',
        latitude: text('latitude'),
        longitude: text('longitude'),
        phone: text('phone') || text('mobile'),
        email: text('email'),
        website: text('website'),
        hours: text('hours'),
      };
    },
    trade(cells) {
      const tags = KINDS.map((kind) => [kind, columns.text(cells, kind)] as const).filter(([, value]) => value !== '');
      const found = tags.map(([kind, value]) => tradeOfOsm(kind, value)).find(Boolean);
      const said = tags.map(([kind, value]) => `${kind}=${value}`).join(', ');
      return found ?? new Refusal('imports.not_a_shop', { what: said.slice(0, 80) || '–' });
    },
  };
}
