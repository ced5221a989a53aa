import { Injectable } from '@nestjs/common';
import { Products, type ProductLine, type ProductView } from '#libs/catalog';
import { newId } from '#libs/kernel';
import { currentShopId } from '#libs/tenancy';
import type { FormView } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import type { Reply } from '../http/site-request.js';
import { vatChoices } from './product-choices.js';
import { pictureOf } from './product-photo.mapper.js';
import type { Known } from './quick-add.js';
import { knownAnswer, QUICK, quickLine } from './quick-add.mapper.js';
import { allowBarcodeReader } from './barcode-reader.js';

const SHOWN = 8;

interface Shown {
  form: FormView & { status?: number };
  draft?: ProductView | null;
  known?: Known;
}

/** The one screen of « Ajout rapide ». */
@Injectable()
export class QuickPages {
  constructor(
    private readonly pages: Pages,
    private readonly products: Products,
  ) {}

  async show(reply: Reply, { form, draft = null, known }: Shown): Promise<void> {
    const say = (key: string, values = {}): string => this.pages.say('merchant', key, values);
    const drafts = await this.drafts();
    const { items } = await this.products.list({ perPage: SHOWN });
    const { ean, sheet } = form.values;
    allowBarcodeReader(reply);
    await page(
      reply,
      'merchant/quick-add',
      {
        title: say('quick.title'),
        form,
        shopId: currentShopId(),
        action: draft ? `${QUICK}/${draft.productId}` : QUICK,
        vats: vatChoices(
          form.values['vat'] ?? String(items[0] ? (await this.products.byId(items[0].productId)).vatRate : 20),
        ),
        productId: draft ? draft.productId : newId(),
        draft: draft && { photo: pictureOf(draft.photos.find(({ state }) => state === 'ready') ?? null) },
        ean: ean ?? '',
        sheet: sheet ?? '',
        known: known && knownAnswer(typeof ean === 'string' ? ean : null, known),
        isUnknown: known !== undefined && ean !== undefined && known.sheet === null && known.own === null,
        drafts: drafts.map((line) => ({ ...quickLine(line), completeUrl: `${QUICK}?produit=${line.productId}` })),
        added: items.filter((item) => !isWaiting(item)).map(quickLine),
      },
      { status: form.status ?? 200 },
    );
  }

  /** The draft that has waited longest. */
  async nextDraft(): Promise<string | null> {
    return (await this.drafts())[0]?.productId ?? null;
  }

  /** Products that are not on sale and have no price yet, the oldest first. */
  private async drafts(): Promise<ProductLine[]> {
    const { items } = await this.products.list({ state: 'draft', perPage: 100 });
    return items.filter(isWaiting).reverse();
  }
}

const isWaiting = ({ published, priceFromCents, variantCount }: ProductLine): boolean =>
  !published && priceFromCents === 0 && variantCount === 1;
