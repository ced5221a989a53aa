import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { Photos, ProductExistsError, Products, type ProductView } from '#libs/catalog';
import { AppError, newId } from '#libs/kernel';
import type { ProcessedPicture } from '#libs/platform';
import { Shops } from '#libs/shops';
import { redirectTo } from '../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { fileUpload, PICTURE_BYTES, type Upload } from '../http/upload.js';
import { inForm, newProduct, newProductForm } from './product.form.js';
import { leadChoices, publicCategoryChoices, stockChoices, vatChoices } from './product-choices.js';

/** Above what a picture may weigh, so that the refusal stands beside the field, with everything that was typed. */
export const PHOTO_FORM_BYTES = 3 * PICTURE_BYTES;

/** « Nouveau produit »: a photo, a name and a price. */
@Controller('@gestion/produits')
export class ProductNewController {
  constructor(
    private readonly products: Products,
    private readonly photos: Photos,
    private readonly pages: Pages,
    private readonly shops: Shops,
  ) {}

  @Get('nouveau')
  @Policy('shop_member')
  async form(@Res() reply: Reply): Promise<void> {
    await this.show(reply, freshForm({ stock: 'tracked', onHand: '1', vat: '20', published: 'yes' }));
  }

  @Post()
  @Policy('shop_member')
  async create(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const upload = await fileUpload(request, { maxBytes: PHOTO_FORM_BYTES });
    try {
      await this.save(reply, upload);
    } catch (error) {
      if (error instanceof ProductExistsError) return redirectTo(reply, '/produits');
      await this.show(reply, refusedForm(inForm(error), upload.fields, fieldOf(error)));
    } finally {
      await upload.discard();
    }
  }

  /** The picture is looked at before there is a product: a bad one leaves nothing behind. */
  private async save(reply: Reply, upload: Upload): Promise<void> {
    const form = parseForm(newProductForm, upload.fields);
    const file = upload.files.find(({ field }) => field === 'photo');
    const picture = file && (await this.photos.prepare(await file.read()));
    const product = await this.products.create(newProduct(form), form.productId);
    const isComplete = !picture || (await this.addPhoto(product, picture));
    const values = { name: product.name };
    if (!isComplete) {
      redirectTo(reply, `/produits/${product.productId}`, { key: 'products.photo_lost', tone: 'warning', values });
    } else if (product.published) redirectTo(reply, '/produits', { key: 'products.created', values });
    else redirectTo(reply, '/produits', { key: 'products.created_draft', values });
  }

  /** False when the picture could not be stored now: the product is there, and its photo can be sent again. */
  private async addPhoto(product: ProductView, picture: ProcessedPicture): Promise<boolean> {
    try {
      await this.photos.add(product.productId, picture, product.name);
      return true;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return false;
    }
  }

  private async show(reply: Reply, form: FormView & { status?: number }): Promise<void> {
    const say = (key: string, given = {}): string => this.pages.say('merchant', key, given);
    const { values, errors } = form;
    const { trade } = await this.shops.current();
    const model = {
      title: say('products.new'),
      form,
      productId: newId(),
      stocks: stockChoices(values['stock'], say),
      vats: vatChoices(values['vat']),
      leads: leadChoices(values['lead'], say),
      publicCategories: publicCategoryChoices(values['publicCategory'], trade, say),
      isOpen: ['stock', 'onHand', 'vat', 'category', 'publicCategory', 'description'].some((name) => name in errors),
    };
    await page(reply, 'merchant/product-new', model, { status: form.status ?? 200 });
  }
}

/** An error that names no field stands at the photo or at the price. */
const fieldOf = (error: unknown): string =>
  error instanceof AppError && error.code.startsWith('media.') ? 'photo' : 'price';
