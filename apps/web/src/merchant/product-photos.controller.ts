import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import { Photos, Products, type ProductView } from '#libs/catalog';
import { AppError, InvalidInputError } from '#libs/kernel';
import { errorSentences } from '../http/error-sentences.js';
import { redirectTo } from '../http/flash.js';
import { parseForm, refusedForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { fileUpload, type UploadedFile } from '../http/upload.js';
import { PHOTO_FORM_BYTES } from './product-new.controller.js';
import { ProductPages } from './product-pages.js';

const photoForm = z.object({ alt: z.string().trim().max(300).default('') });

/** What one form may bring. */
const PHOTOS_AT_ONCE = 10;
const placeForm = z.object({ place: z.coerce.number().int().min(1).max(100).catch(1) });

/** Photos of one product; each deed is a form that comes back to the product. */
@Controller('@gestion/produits/:productId/photos')
export class ProductPhotosController {
  constructor(
    private readonly products: Products,
    private readonly photos: Photos,
    private readonly productPages: ProductPages,
  ) {}

  /** Only the photos: what a page looks at while they are on their way. */
  @Get()
  @Policy('shop_member')
  async list(@Param('productId') productId: string, @Res() reply: Reply): Promise<void> {
    await this.productPages.photos(reply, await this.products.byId(productId));
  }

  /** Several at once: those that are none are named, the others are added. */
  @Post()
  @Policy('shop_member')
  async add(@Param('productId') productId: string, @Req() request: Request, @Res() reply: Reply): Promise<void> {
    const product = await this.products.byId(productId);
    const upload = await fileUpload(request, { maxBytes: PHOTO_FORM_BYTES, maxFiles: PHOTOS_AT_ONCE });
    try {
      const { alt } = parseForm(photoForm, upload.fields);
      const files = upload.files.filter(({ field }) => field === 'photo');
      if (files.length === 0) throw new InvalidInputError([{ path: 'photo', code: 'field.required' }]);
      const refused = await this.addAll(product, files, alt || product.name);
      if (refused.length === 0) {
        const values = { count: files.length };
        return redirectTo(reply, `/produits/${product.productId}#photos`, { key: 'products.photos_added', values });
      }
      const form = refusedForm(refused[0]!.error, upload.fields, 'photo');
      const sentence = files.length === 1 ? form.errors['photo']! : sentencesOf(refused);
      const errors = { ...form.errors, photo: sentence };
      const photoForms = { ...form, errors, summary: [{ fieldId: 'photo', message: sentence }] };
      await this.productPages.show(reply, await this.products.byId(productId), { photoForm: photoForms });
    } catch (error) {
      await this.productPages.show(reply, product, { photoForm: refusedForm(error, upload.fields, 'photo') });
    } finally {
      await upload.discard();
    }
  }

  private async addAll({ productId }: ProductView, files: UploadedFile[], alt: string): Promise<Refused[]> {
    const refused: Refused[] = [];
    for (const file of files) {
      try {
        await this.photos.add(productId, await file.read(), alt);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        refused.push({ name: file.filename, error });
      }
    }
    return refused;
  }

  @Post(':photoId/place')
  @Policy('shop_member')
  async move(
    @Param('productId') productId: string,
    @Param('photoId') photoId: string,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    await this.products.byId(productId);
    await this.photos.move(productId, photoId, parseForm(placeForm, body).place);
    redirectTo(reply, `/produits/${productId}#photos`, { key: 'products.photo_moved' });
  }

  @Post(':photoId/texte')
  @Policy('shop_member')
  async describe(
    @Param('productId') productId: string,
    @Param('photoId') photoId: string,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const product = await this.products.byId(productId);
    const { alt } = parseForm(photoForm, body);
    await this.photos.describe(photoId, alt || product.name);
    redirectTo(reply, `/produits/${productId}#photos`, { key: 'products.photo_told' });
  }

  @Post(':photoId/retrait')
  @Policy('shop_member')
  async remove(
    @Param('productId') productId: string,
    @Param('photoId') photoId: string,
    @Res() reply: Reply,
  ): Promise<void> {
    await this.products.byId(productId);
    await this.photos.remove(photoId);
    redirectTo(reply, `/produits/${productId}#photos`, { key: 'products.photo_removed' });
  }

  @Post(':photoId/premiere')
  @Policy('shop_member')
  async first(
    @Param('productId') productId: string,
    @Param('photoId') photoId: string,
    @Res() reply: Reply,
  ): Promise<void> {
    const { photos } = await this.products.byId(productId);
    const others = photos.map((photo) => photo.photoId).filter((id) => id !== photoId);
    await this.photos.reorder(productId, [photoId, ...others]);
    redirectTo(reply, `/produits/${productId}#photos`, { key: 'products.photo_first' });
  }

  @Post(':photoId/nouvel-essai')
  @Policy('shop_member')
  async retry(
    @Param('productId') productId: string,
    @Param('photoId') photoId: string,
    @Res() reply: Reply,
  ): Promise<void> {
    await this.products.byId(productId);
    await this.photos.retry(photoId);
    redirectTo(reply, `/produits/${productId}#photos`, { key: 'products.photo_retried', tone: 'info' });
  }
}

interface Refused {
  name: string;
  error: AppError;
}

const sentencesOf = (refused: Refused[]): string =>
  refused.map(({ name, error }) => `${name}\u00a0: ${errorSentences().say(error)}`).join(' ');
