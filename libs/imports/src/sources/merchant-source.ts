import type { Table } from '#libs/platform';
import { headerFinder } from '../formats/find-header.js';
import { isMerchantHeader } from '../merchants/detect-merchant-format.js';
import { OSM_SPELLINGS } from '../merchants/openstreetmap.js';
import { openJsonTable } from './json-table.js';
import { openFileAs } from './open-file.js';

const OSM = {
  isMeant: (fields: ReadonlySet<string>) =>
    ['shop', 'craft', 'amenity'].some((name) => fields.has(name)) && fields.has('latitude'),
  spellings: OSM_SPELLINGS,
};

/** Opens a register or a list of shops: any table that `openTable` reads, JSON or GeoJSON. @throws what these throw. */
export const openMerchantFile = (source: AsyncIterable<Buffer>): Promise<Table> =>
  openFileAs(source, {
    special: (head, bytes) => (isJson(head) ? openJsonTable(bytes(), OSM) : null),
    findHeader: headerFinder(isMerchantHeader),
  });

const isJson = (head: Buffer): boolean =>
  /^(?:\xef\xbb\xbf)?\s*(?:\{\s*["}]|\[\s*[[{\]])/.test(head.subarray(0, 1024).toString('latin1'));
