import { Controller, Delete, HttpCode, Param, Post, Req } from '@nestjs/common';
import { z } from 'zod';
import { Photos, type PhotoView, Products } from '#libs/catalog';
import { InvalidInputError } from '#libs/kernel';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { describeRoute } from '../http/route-description.js';
import type { Request } from '../http/site-request.js';
import { fileUpload, PICTURE_BYTES } from '../http/upload.js';
import { photoAnswer, photoSchema } from './product-answer.js';

const altText = z.string().trim().max(300).default('');
const addressBody = z.strictObject({
  url: z
    .string({ error: 'catalog.photo_url' })
    .max(2000, 'catalog.photo_url')
    .describe('Fetched later; a photo that fails says so, the product stays'),
  alt: altText,
});
const fileForm = z.object({ alt: altText });

type PhotoAnswer = z.infer<typeof photoSchema>;

/** Photos of a shop's products: a file `photo` in a multipart form, or the address of one. */
@Controller('@portal/api/v1/shop')
export class ShopPhotosController {
  constructor(
    private readonly products: Products,
    private readonly photos: Photos,
  ) {}

  @Post('products/:productId/photos')
  @HttpCode(201)
  @Policy('api_shop')
  async add(@Param('productId') productId: string, @Req() request: Request): Promise<PhotoAnswer> {
    return photoAnswer(
      request.isMultipart() ? await this.addFile(productId, request) : await this.addAddress(productId, request.body),
    );
  }

  @Delete('photos/:photoId')
  @HttpCode(204)
  @Policy('api_shop')
  async remove(@Param('photoId') photoId: string): Promise<void> {
    await this.photos.remove(photoId);
  }

  private async addFile(productId: string, request: Request): Promise<PhotoView> {
    const upload = await fileUpload(request, { maxBytes: PICTURE_BYTES });
    try {
      const { alt } = parseForm(fileForm, upload.fields);
      const file = upload.files.find(({ field }) => field === 'photo');
      if (!file) throw new InvalidInputError([{ path: 'photo', code: 'field.required' }]);
      return await this.photos.add(productId, await file.read(), alt);
    } finally {
      await upload.discard();
    }
  }

  private async addAddress(productId: string, body: unknown): Promise<PhotoView> {
    const { url, alt } = parseForm(addressBody, body);
    const photoId = await this.photos.addFromUrl(productId, url, alt);
    const { photos } = await this.products.byId(productId);
    return photos.find((photo) => photo.photoId === photoId) as PhotoView;
  }
}

describeRoute({
  method: 'post',
  path: '/shop/products/{productId}/photos',
  summary: 'A photo, as the file `photo` of a multipart form (with `alt`), or as the address of one',
  policy: 'api_shop',
  params: z.object({ productId: z.string() }),
  body: addressBody,
  answers: { 201: { description: 'The photo', schema: photoSchema } },
  problems: {
    401: ['http.bad_token'],
    404: ['not_found'],
    413: ['media.too_large'],
    415: ['media.heic', 'media.unsupported'],
    422: ['input.invalid', 'media.not_a_picture', 'media.broken', 'catalog.too_many_photos'],
  },
});
describeRoute({
  method: 'delete',
  path: '/shop/photos/{photoId}',
  summary: 'Removes a photo',
  policy: 'api_shop',
  params: z.object({ photoId: z.string() }),
  answers: { 204: { description: 'Removed', schema: null } },
  problems: { 401: ['http.bad_token'], 404: ['not_found'] },
});
