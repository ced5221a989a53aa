import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { Photos, ProductExistsError, Products } from '#libs/catalog';
import { AppError, newId } from '#libs/kernel';
import { Shops } from '#libs/shops';
import type { FlashMessage } from '../../http/flash.js';
import { freshForm, parseForm, refusedForm } from '../../http/form.js';
import { Policy } from '../../http/policy.js';
import type { Reply, Request } from '../../http/site-request.js';
import { fileUpload, type Upload } from '../../http/upload.js';
import { PHOTO_FORM_BYTES } from '../product-new.controller.js';
import { inForm, newProduct, newProductForm } from '../product.form.js';
import { vatChoices } from '../product-choices.js';
import { type Form, OpeningJourney } from './opening-journey.service.js';

/** A first product: a name and a price, a photo if there is one. */
@Controller('@gestion/ouvrir/produit')
export class ProductStepController {
  constructor(
    private readonly products: Products,
    private readonly photos: Photos,
    private readonly shops: Shops,
    private readonly journey: OpeningJourney,
  ) {}

  @Get()
  @Policy('shop_owner')
  async show(@Res() reply: Reply): Promise<void> {
    await this.draw(reply);
  }

  @Post()
  @Policy('shop_owner')
  async save(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const upload = await fileUpload(request, { maxBytes: PHOTO_FORM_BYTES });
    try {
      const isSkipped = upload.fields['passer'] === 'yes';
      const flash = isSkipped ? undefined : await this.create(upload);
      await this.journey.advance(reply, 'product', undefined, flash);
    } catch (error) {
      if (error instanceof ProductExistsError) return await this.journey.advance(reply, 'product');
      const field = error instanceof AppError && error.code.startsWith('media.') ? 'photo' : 'price';
      await this.draw(reply, refusedForm(inForm(error), upload.fields, field));
    } finally {
      await upload.discard();
    }
  }

  /** The picture is looked at before there is a product; one that cannot be stored now can be sent again later. */
  private async create(upload: Upload): Promise<FlashMessage> {
    const form = parseForm(newProductForm, { ...upload.fields, published: 'yes' });
    const file = upload.files.find(({ field }) => field === 'photo');
    const picture = file && (await this.photos.prepare(await file.read()));
    const { productId, name } = await this.products.create(newProduct(form), form.productId);
    if (!picture) return { key: 'opening.product.created', values: { name } };
    try {
      await this.photos.add(productId, picture, name);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { key: 'products.photo_lost', tone: 'warning', values: { name } };
    }
    return { key: 'opening.product.created', values: { name } };
  }

  private async draw(reply: Reply, form: Form = freshForm({ onHand: '1', vat: '20' })): Promise<void> {
    const checklist = await this.shops.openingChecklist();
    await this.journey.show(reply, 'product', {
      form,
      productId: newId(),
      vats: vatChoices(form.values['vat']),
      hasProduct: checklist.some(({ piece, isDone }) => piece === 'product' && isDone),
    });
  }
}
