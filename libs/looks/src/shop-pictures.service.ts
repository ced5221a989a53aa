import { buffer } from 'node:stream/consumers';
import { Inject, Injectable } from '@nestjs/common';
import { newId, NotFoundError } from '#libs/kernel';
import {
  MEDIA_STORE,
  mediaKey,
  type MediaStore,
  photoPrefix,
  PICTURE_TYPES,
  PictureProcessor,
  type ProcessedPicture,
} from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import type { Photo } from '#libs/themes';
import { PictureInUseError, TooManyPicturesError } from './looks.errors.js';
import { type PictureFacts, pictureView } from './picture-view.js';

const MOST = 60;

/** A picture that may be chosen: one of the look, or one of the shop's that would be copied. */
export type PictureChoice = PictureFacts & { isOwn: boolean };

/** Pictures of the current shop's look. */
@Injectable()
export class ShopPictures {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly processor: PictureProcessor,
    @Inject(MEDIA_STORE) private readonly store: MediaStore,
  ) {}

  /**
   * A picture as somebody sent it; `alt` says what it shows. Answers its id.
   * @throws what PictureProcessor.processPicture throws, TooManyPicturesError, MediaStoreUnavailableError
   */
  async add(bytes: Buffer, alt: string): Promise<string> {
    const picture = await this.processor.processPicture(bytes);
    const photoId = newId();
    const { width, height, color, files } = picture;
    const widths = files.filter(({ format }) => format === 'webp').map((file) => file.width);
    await this.whole(photoId, async () => {
      await this.write(photoId, picture);
      await this.save({ photoId, alt: alt.trim().slice(0, 300), width, height, widths, color }, null);
    });
    return photoId;
  }

  /** Pictures to choose from, the look's own first. */
  async choices(): Promise<PictureChoice[]> {
    return this.tenancy.shopRead<PictureChoice>(CHOICES_SQL, [currentShopId()]);
  }

  /**
   * A picture of the look by its id; one of a product or of the shop front is copied, so that it stays when they lose it.
   * @throws NotFoundError for any other id, TooManyPicturesError
   */
  async adopt(photoId: string): Promise<string> {
    const [found] = await this.tenancy.shopRead<PictureChoice & { copy: string | null }>(ADOPT_SQL, [
      currentShopId(),
      photoId,
    ]);
    if (!found) throw new NotFoundError();
    if (found.isOwn || found.copy) return found.copy ?? photoId;
    const { alt, width, height, widths, color } = found;
    const copyId = newId();
    await this.whole(copyId, async () => {
      await this.copy(photoId, copyId);
      await this.save({ photoId: copyId, alt, width, height, widths, color }, photoId);
    });
    return copyId;
  }

  /** Views by their ids; what the shop does not have is not in it. */
  async byIds(photoIds: string[]): Promise<Map<string, Photo>> {
    if (photoIds.length === 0) return new Map();
    const shopId = currentShopId();
    const rows = await this.tenancy.shopRead<PictureFacts>(
      `select ${FACTS} from shop_picture f where f.shop_id = $1 and f.photo_id = any($2::uuid[])`,
      [shopId, photoIds],
    );
    return new Map(rows.map((row) => [row.photoId, pictureView(shopId, row)]));
  }

  /** @throws NotFoundError unless the shop has all of them */
  async refuseUnknown(photoIds: string[]): Promise<void> {
    const known = await this.byIds(photoIds);
    if (photoIds.some((id) => !known.has(id))) throw new NotFoundError();
  }

  /** @throws NotFoundError, PictureInUseError */
  async remove(photoId: string): Promise<void> {
    const shopId = currentShopId();
    await this.refuseUnknown([photoId]);
    const [, gone] = await this.tenancy.shopTransaction((tx) =>
      tx.query<[unknown, number]>(REMOVE_SQL, [shopId, photoId]),
    );
    if (gone === 0) throw new PictureInUseError();
    await this.removeFiles(photoId);
  }

  /** Files of a picture that was not saved in the end are removed. */
  private async whole(photoId: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.removeFiles(photoId).catch(() => undefined); // the first error says what is wrong
      throw error;
    }
  }

  private async save(facts: PictureFacts, copiedFrom: string | null): Promise<void> {
    const { photoId, alt, width, height, widths, color } = facts;
    await this.tenancy.shopTransaction(async (tx) => {
      await tx.query('select 1 from shop where shop_id = $1 for no key update', [currentShopId()]);
      const rows = await tx.query<unknown[]>(
        `insert into shop_picture (shop_id, photo_id, alt, width, height, widths, color, copied_from)
         select $1, $2, $3, $4, $5, $6, $7, $8
         where (select count(*) from shop_picture where shop_id = $1) < ${MOST} returning 1`,
        [currentShopId(), photoId, alt, width, height, widths, color, copiedFrom],
      );
      if (rows.length === 0) throw new TooManyPicturesError({ most: MOST });
    });
  }

  private async write(photoId: string, { files }: ProcessedPicture): Promise<void> {
    for (const { width, format, bytes } of files) {
      const key = mediaKey(currentShopId(), photoId, width, format);
      await this.store.put(key, bytes, PICTURE_TYPES[format].contentType);
    }
  }

  private async copy(from: string, to: string): Promise<void> {
    const before = photoPrefix(currentShopId(), from);
    for await (const key of this.store.list(before)) {
      const file = await this.store.get(key);
      if (!file) continue;
      const target = photoPrefix(currentShopId(), to) + key.slice(before.length);
      await this.store.put(target, await buffer(file.body), file.contentType);
    }
  }

  private async removeFiles(photoId: string): Promise<void> {
    for await (const key of this.store.list(photoPrefix(currentShopId(), photoId))) await this.store.delete(key);
  }
}

const FACTS = `f.photo_id as "photoId", f.alt, f.width, f.height, f.widths, f.color`;

/** Reads the catalogue's table by itself: the catalogue knows nothing of looks. */
const OTHERS = `
  select ${FACTS}, false as "isOwn" from shop_front f where f.shop_id = $1
  union all (select ${FACTS}, false from photo f where f.shop_id = $1 and f.state = 'ready'`;

const CHOICES_SQL = `
  (select ${FACTS}, true as "isOwn" from shop_picture f where f.shop_id = $1 order by f.created_at desc limit ${MOST})
  union all
  select * from (${OTHERS} order by f.photo_id desc limit 12)) o
  where not exists (select 1 from shop_picture c where c.shop_id = $1 and c.copied_from = o."photoId")`;

const ADOPT_SQL = `
  select o.*, (select c.photo_id from shop_picture c where c.shop_id = $1 and c.copied_from = o."photoId") as copy
  from (select ${FACTS}, true as "isOwn" from shop_picture f where f.shop_id = $1 union all ${OTHERS})) o
  where o."photoId" = $2::uuid`;

/** A look is small; its text names the pictures it shows. */
const REMOVE_SQL = `
  delete from shop_picture where shop_id = $1 and photo_id = $2::uuid
    and not exists (select 1 from shop s where s.shop_id = $1
      and strpos(coalesce(s.sections::text, '') || s.theme_settings::text, $2::uuid::text) > 0)
    and not exists (select 1 from look_step t where t.shop_id = $1 and strpos(t.look::text, $2::uuid::text) > 0)`;
