import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { newId, NotFoundError } from '#libs/kernel';
import { PictureProcessor, type ProcessedPicture } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { PhotoOrderError, TooManyPhotosError } from '../catalog.errors.js';
import { CatalogNews } from '../catalog-news.js';
import { knownId } from '../known-id.js';
import { PhotoJobs } from './photo-jobs.js';
import { factsOf, lockPhotoIds, PHOTOS_MAX, writeOrder } from './photo-rows.js';
import { PictureFiles } from './picture-files.js';
import { check } from '../product-input.js';
import type { PhotoView, ProductView } from '../product-view.js';

const photoAddress = z.object({
  url: z.string().trim().min(1, 'catalog.photo_url').max(2000, 'catalog.photo_url'),
});

/** Photos of the current shop's products, in their order; the first one stands in lists. */
@Injectable()
export class Photos {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly processor: PictureProcessor,
    private readonly files: PictureFiles,
    private readonly jobs: PhotoJobs,
    private readonly news: CatalogNews,
  ) {}

  /** What `add` takes, checked before there is a product. @throws what PictureProcessor.processPicture throws. */
  async prepare(bytes: Buffer): Promise<ProcessedPicture> {
    return this.processor.processPicture(bytes);
  }

  /**
   * A picture as somebody sent it, after the product's others. `alt` says what it shows, at most 300 characters.
   * @throws NotFoundError, TooManyPhotosError, and what PictureProcessor.processPicture throws; nothing is written then.
   */
  async add(productId: string, sent: Buffer | ProcessedPicture, alt = ''): Promise<PhotoView> {
    await this.tenancy.shopTransaction((tx) => roomFor(tx, productId));
    const picture = Buffer.isBuffer(sent) ? await this.prepare(sent) : sent;
    const photoId = newId();
    await this.files.write(photoId, picture);
    try {
      const { width, height, widths, color } = factsOf(picture);
      const columns = { state: 'ready', width, height, widths, color, source_url: null };
      await this.insert(productId, { photo_id: photoId, alt: tidyAlt(alt), ...columns });
      const shown = { photoId, alt: tidyAlt(alt), width, height, widths, color };
      return { ...shown, state: 'ready', reason: null };
    } catch (error) {
      await this.files.remove(photoId);
      throw error;
    }
  }

  /** A picture to be fetched later, by a job. Answers its id. @throws InvalidInputError, NotFoundError, TooManyPhotosError */
  async addFromUrl(productId: string, url: string, alt = ''): Promise<string> {
    const checked = check(photoAddress, { url });
    const photoId = newId();
    const columns = { state: 'waiting', width: null, height: null, widths: [], color: null, source_url: checked.url };
    await this.tenancy.shopTransaction(async (tx) => {
      await this.insert(productId, { photo_id: photoId, alt: tidyAlt(alt), ...columns });
      await this.jobs.fetch(tx, [photoId]);
    });
    return photoId;
  }

  /** Fetches a photo again whose fetching failed. @throws NotFoundError */
  async retry(photoId: string): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const rows: unknown[] = await tx.query(
        `with again as (
           update photo set state = 'waiting', reason = null
           where shop_id = $1 and photo_id = $2 and source_url is not null and state <> 'ready' returning photo_id)
         select photo_id from again`,
        [currentShopId(), knownId(photoId)],
      );
      if (rows.length === 0) throw new NotFoundError();
      await this.jobs.fetch(tx, [photoId]);
    });
  }

  /** @throws NotFoundError */
  async remove(photoId: string): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const rows: { product_id: string }[] = await tx.query(
        `with gone as (delete from photo where shop_id = $1 and photo_id = $2 returning product_id)
         select product_id from gone`,
        [currentShopId(), knownId(photoId)],
      );
      const [gone] = rows;
      if (!gone) throw new NotFoundError();
      await this.jobs.removeFiles(tx, [photoId]);
      await this.news.productsChanged(tx, [gone.product_id]);
    });
  }

  /** Says what a photo shows, at most 300 characters. @throws NotFoundError */
  async describe(photoId: string, alt: string): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const rows: { product_id: string }[] = await tx.query(
        `with told as (
           update photo set alt = $3 where shop_id = $1 and photo_id = $2 returning product_id)
         select product_id from told`,
        [currentShopId(), knownId(photoId), tidyAlt(alt)],
      );
      const [told] = rows;
      if (!told) throw new NotFoundError();
      await this.news.productsChanged(tx, [told.product_id]);
    });
  }

  /** Puts one photo at a place, the first is 1; beyond the last one is the last. @throws NotFoundError */
  async move(productId: string, photoId: string, place: number): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const stored = await lockPhotoIds(tx, knownId(productId));
      const id = knownId(photoId);
      if (!stored?.includes(id)) throw new NotFoundError();
      const others = stored.filter((each) => each !== id);
      await writeOrder(tx, others.toSpliced(Math.max(0, place - 1), 0, id));
      await this.news.productsChanged(tx, [knownId(productId)]);
    });
  }

  /** The ready photos of a product as photos of another one, with files of their own; answers the new ids by the old ones. */
  async copyTo({ photos }: ProductView, productId: string): Promise<Map<string, string>> {
    const copies = new Map<string, string>();
    for (const photo of photos.filter(({ state }) => state === 'ready')) {
      const photoId = newId();
      await this.files.copy(photo.photoId, photoId);
      const { alt, width, height, widths, color } = photo;
      const columns = { state: 'ready', width, height, widths, color, source_url: null };
      await this.insert(productId, { photo_id: photoId, alt, ...columns });
      copies.set(photo.photoId, photoId);
    }
    return copies;
  }

  /** `photoIds` are all photos of the product, each once. @throws NotFoundError, PhotoOrderError */
  async reorder(productId: string, photoIds: string[]): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const stored = await lockPhotoIds(tx, knownId(productId));
      if (!stored) throw new NotFoundError();
      const wanted = new Set(photoIds.map(knownId));
      if (wanted.size !== photoIds.length || wanted.size !== stored.length || !stored.every((id) => wanted.has(id))) {
        throw new PhotoOrderError();
      }
      await writeOrder(tx, [...wanted]);
      await this.news.productsChanged(tx, [productId.toLowerCase()]);
    });
  }

  private async insert(productId: string, row: Record<string, unknown>): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      await roomFor(tx, productId);
      await tx.query(INSERT_SQL, [currentShopId(), knownId(productId), JSON.stringify(row)]);
      await this.news.productsChanged(tx, [knownId(productId)]);
    });
  }
}

const INSERT_SQL = `
  insert into photo (shop_id, product_id, photo_id, position, alt, state, source_url, width, height, widths, color)
  select $1::uuid, $2::uuid, g.photo_id,
    (select coalesce(max(position), 0) + 1 from photo where shop_id = $1::uuid and product_id = $2::uuid),
    g.alt, g.state, g.source_url, g.width, g.height, g.widths, g.color
  from jsonb_to_record($3::jsonb) as g (photo_id uuid, alt text, state text, source_url text, width int, height int,
    widths int[], color text)`;

async function roomFor(tx: EntityManager, productId: string): Promise<void> {
  const stored = await lockPhotoIds(tx, knownId(productId));
  if (!stored) throw new NotFoundError();
  if (stored.length >= PHOTOS_MAX) throw new TooManyPhotosError({ most: PHOTOS_MAX });
}

const tidyAlt = (alt: string): string =>
  alt
    .replace(/\s*[\p{Cc}\u2028\u2029]+\s*/gu, ' ')
    .trim()
    .slice(0, 300);
