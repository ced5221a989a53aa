import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import { Photos, Products } from '#libs/catalog';
import { InvalidInputError } from '#libs/kernel';
import { redirectTo } from '../http/flash.js';
import { parseForm, refusedForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { fileUpload } from '../http/upload.js';
import { PHOTO_FORM_BYTES } from './product-new.controller.js';
import { ProductPages } from './product-pages.js';

const photoForm = z.object({ alt: z.string().trim().max(300).default('') });

/** Photos of one product; each deed is a form that comes back to the product. */
@Controller('@gestion/produits/:productId/photos')
export class ProductPhotosController {
  constructor(
    private readonly products: Products,
    private readonly photos: Photos,
    private readonly productPages: ProductPages,
  ) {}

  @Post()
  @Policy('shop_member')
  async add(@Param('productId') productId: string, @Req() request: Request, @Res() reply: Reply): Promise<void> {
    const product = await this.products.byId(productId);
    const upload = await fileUpload(request, { maxBytes: PHOTO_FORM_BYTES });
    try {
      const { alt } = parseForm(photoForm, upload.fields);
      const file = upload.files.find(({ field }) => field === 'photo');
      if (!file) throw new InvalidInputError([{ path: 'photo', code: 'field.required' }]);
      await this.photos.add(productId, await file.read(), alt || product.name);
      redirectTo(reply, `/produits/${product.productId}#photos`, { key: 'products.photo_added' });
    } catch (error) {
      await this.productPages.show(reply, product, { photoForm: refusedForm(error, upload.fields, 'photo') });
    } finally {
      await upload.discard();
    }
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
