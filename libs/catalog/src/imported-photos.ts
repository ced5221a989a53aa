import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '#libs/kernel';
import { currentShopId } from '#libs/tenancy';
import type { ImportedPhoto } from './imported-product.js';
import { PHOTOS_MAX } from './photos/photo-rows.js';
import { PhotoJobs } from './photos/photo-jobs.js';

/** Longer addresses are none that a photo has. */
const URL_MAX = 2000;

/** The photos that a file names for a product. */
export interface WantedPhotos {
  productId: string;
  photos: readonly ImportedPhoto[];
}

interface PhotoRow {
  photo_id: string;
  product_id: string;
  position: number;
  alt: string;
  source_url: string;
}

interface StoredPhoto extends PhotoRow {
  state: 'waiting' | 'ready' | 'failed';
}

/** Photos of files: rows now, pictures later. */
@Injectable()
export class ImportedPhotos {
  constructor(private readonly jobs: PhotoJobs) {}

  /** Their products go: the files go after them. */
  async forget(tx: EntityManager, photos: readonly { photo_id: string }[]): Promise<void> {
    await this.jobs.removeFiles(
      tx,
      photos.map(({ photo_id: photoId }) => photoId),
    );
  }

  async add(tx: EntityManager, wanted: WantedPhotos[]): Promise<void> {
    await this.insert(tx, wanted.flatMap(rowsOf));
  }

  /**
   * The file's photos, in its order: new ones are fetched, those that failed are tried again, those that the file no longer names
   * are removed. A file without photos leaves all; a photo that the merchant took stays.
   */
  async reconcile(tx: EntityManager, wanted: WantedPhotos[]): Promise<void> {
    const named = wanted.filter(({ photos }) => photos.length > 0);
    if (named.length === 0) return;
    const stored = await lockPhotos(
      tx,
      named.map(({ productId }) => productId),
    );
    const known = new Map(stored.map((row) => [keyOf(row), row]));
    const rows = named.flatMap(rowsOf);
    const kept = rows.flatMap((row) => {
      const was = known.get(keyOf(row));
      return was ? [{ ...row, photo_id: was.photo_id, alt: row.alt || was.alt, state: was.state }] : [];
    });
    const keptIds = new Set(kept.map(({ photo_id }) => photo_id));
    const gone = stored.filter(({ photo_id }) => !keptIds.has(photo_id)).map(({ photo_id }) => photo_id);
    await this.insert(
      tx,
      rows.filter((row) => !known.has(keyOf(row))),
    );
    await this.update(tx, kept);
    await this.remove(tx, gone);
  }

  private async insert(tx: EntityManager, rows: PhotoRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(
      `insert into photo (shop_id, photo_id, product_id, position, alt, source_url)
       select $1::uuid, photo_id, product_id, position, alt, source_url from ${GIVEN}`,
      [currentShopId(), JSON.stringify(rows)],
    );
    await this.jobs.fetch(
      tx,
      rows.map(({ photo_id }) => photo_id),
    );
  }

  private async update(tx: EntityManager, rows: StoredPhoto[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(
      `update photo f set position = g.position, alt = g.alt,
         state = case f.state when 'failed' then 'waiting' else f.state end,
         reason = case f.state when 'failed' then null else f.reason end
       from ${GIVEN} where f.shop_id = $1 and f.photo_id = g.photo_id`,
      [currentShopId(), JSON.stringify(rows)],
    );
    await this.jobs.fetch(
      tx,
      rows.filter(({ state }) => state === 'failed').map(({ photo_id }) => photo_id),
    );
  }

  private async remove(tx: EntityManager, photoIds: string[]): Promise<void> {
    if (photoIds.length === 0) return;
    await tx.query('delete from photo where shop_id = $1 and photo_id = any($2::uuid[])', [currentShopId(), photoIds]);
    await this.jobs.removeFiles(tx, photoIds);
  }
}

const GIVEN = `jsonb_to_recordset($2::jsonb) as g (photo_id uuid, product_id uuid, position int, alt text, source_url text)`;

function rowsOf({ productId, photos }: WantedPhotos): PhotoRow[] {
  const seen = new Set<string>();
  return photos
    .filter(({ url }) => url.length <= URL_MAX && !seen.has(url) && seen.add(url))
    .slice(0, PHOTOS_MAX)
    .map(({ url, alt, position }) => ({
      photo_id: newId(),
      product_id: productId,
      position,
      alt: (alt ?? '').slice(0, 300),
      source_url: url,
    }));
}

const keyOf = ({ product_id, source_url }: PhotoRow): string => `${product_id} ${source_url}`;

async function lockPhotos(tx: EntityManager, productIds: string[]): Promise<StoredPhoto[]> {
  return tx.query(
    `select photo_id, product_id, position, alt, source_url, state from photo
     where shop_id = $1 and product_id = any($2::uuid[]) and source_url is not null
     order by photo_id for no key update`,
    [currentShopId(), productIds],
  );
}
