import { Injectable } from '@nestjs/common';
import { newId, NotFoundError } from '#libs/kernel';
import { Tenancy } from '#libs/tenancy';
import { sharedEan } from './sheet-ean.js';
import { SheetPictures } from './sheet-pictures.js';
import { NoSheetPhotoError, PhotoWaitsError } from './sheets.errors.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A photo that the current shop wants on a sheet. `photo` is the copy's id; it is gone once refused. */
export interface ProposedPhoto {
  proposalId: string;
  photo: string;
  state: 'open' | 'accepted' | 'refused';
  createdAt: string;
}

/** Photos of the region's sheets: shown, and proposed by shops that have the article. */
@Injectable()
export class SheetPhotos {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly pictures: SheetPictures,
  ) {}

  /** WebP. @throws NotFoundError */
  async read(photo: string): Promise<Buffer> {
    const bytes = UUID.test(photo) ? await this.pictures.read(photo) : null;
    if (!bytes) throw new NotFoundError();
    return bytes;
  }

  /**
   * Proposes a copy of a photo that the current shop shows on a product with this barcode.
   * @throws NoSheetPhotoError when it is no such photo, whoever else's it may be; PhotoWaitsError while one waits.
   */
  async propose(ean: string, photoId: string): Promise<void> {
    const code = sharedEan(ean);
    const [own] = UUID.test(photoId) ? await this.tenancy.shopRead<OwnPhoto>(OWN_PHOTO_SQL, [photoId, code]) : [];
    const copyId = own ? await this.pictures.copy(photoId, own.widths) : null;
    if (copyId === null) throw new NoSheetPhotoError();
    const [row] = await this.tenancy.shopTransaction((tx) =>
      tx.query<{ taken: boolean }[]>('select propose_sheet_photo($1, $2, $3) as taken', [code, copyId, newId()]),
    );
    if (row?.taken) return;
    await this.pictures.remove(copyId);
    throw new PhotoWaitsError();
  }

  /** What became of those that the current shop wants, the newest first. */
  async wanted(ean: string): Promise<ProposedPhoto[]> {
    return this.tenancy.shopRead<ProposedPhoto>(WANTED_SQL, [sharedEan(ean)]);
  }
}

interface OwnPhoto {
  widths: number[];
}

const OWN_PHOTO_SQL = `
  select f.widths from photo f join product p using (shop_id, product_id)
  where f.shop_id = current_shop_id() and f.photo_id = $1 and f.state = 'ready' and cardinality(f.widths) > 0
    and p.archived_at is null and exists (
      select from variant v where v.shop_id = p.shop_id and v.product_id = p.product_id and v.archived_at is null
        and lpad(v.ean, 14, '0') = $2)`;

const WANTED_SQL = `
  select o.proposal_id as "proposalId", o.changes ->> 'photo' as photo, o.state,
    to_char(o.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "createdAt"
  from product_sheet_voice v join product_sheet_proposal o using (proposal_id)
  where v.shop_id = current_shop_id() and o.ean = $1 and o.changes ? 'photo'
  order by o.created_at desc, o.proposal_id limit 5`;
