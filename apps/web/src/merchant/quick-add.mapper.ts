import type { ProductLine, ProductView } from '#libs/catalog';
import type { Photo } from '#libs/themes';
import { pictureOf } from './product-photo.mapper.js';
import type { Known } from './quick-add.js';
import { moneyText } from '../http/wording.js';

export const QUICK = '/produits/ajout-rapide';

/** A product as the screen lists it. */
interface QuickLine {
  productId: string;
  name: string;
  price: string;
  onHand: number | null;
  published: boolean;
  url: string;
  undoUrl: string;
  photo: Photo | null;
  pictureUrl: string;
}

export const quickLine = (product: ProductLine): QuickLine => ({
  productId: product.productId,
  name: product.name,
  price: moneyText(product.priceFromCents),
  onHand: product.onHand,
  published: product.published,
  url: `/produits/${product.productId}`,
  undoUrl: `${QUICK}/${product.productId}/annulation`,
  photo: pictureOf(product.photo),
  pictureUrl: pictureOf(product.photo)?.src ?? '',
});

/** For the script: `photo` is the address of a small picture. */
export function quickAnswer(product: ProductView) {
  const [variant] = product.variants;
  const ready = product.photos.find(({ state }) => state === 'ready') ?? null;
  return {
    productId: product.productId,
    name: product.name,
    price: moneyText(variant!.priceCents),
    onHand: variant!.onHand,
    published: product.published,
    url: `/produits/${product.productId}`,
    photo: pictureOf(ready)?.src ?? null,
  };
}

/** A barcode for the script: what fills the form, and where the product is if the shop has it. */
export function knownAnswer(ean: string | null, { sheet, own }: Known) {
  return {
    ean,
    sheet: sheet && {
      name: sheet.name,
      brand: sheet.brand,
      category: sheet.category,
      vatRate: sheet.vatRate,
      photo: sheet.hasPhoto ? `${QUICK}/photo?code=${ean}` : null,
    },
    own: own && { name: own.name, url: `/produits/${own.productId}` },
  };
}
