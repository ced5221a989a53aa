import { type ProductView, shareLinks, type VariantView } from '#libs/themes';
import { availabilityOf, collectableAt, FirstSlots, stockLabel } from './availability.mapper.js';
import { MAX_QUANTITY } from './basket-cookie.js';
import { plainText } from './home.page.js';
import { photoOf } from './photo.mapper.js';
import { cardsOf, crossedOut } from './product-card.mapper.js';
import { productFacts, unitPriceLabel } from './product-facts.js';
import { say } from './sentences.js';
import type { ShopPage } from './shop-pages.service.js';
import { type CardRow, cards, PRODUCT, type ProductRow, type VariantRow } from './shop-row.js';
import { productData } from './structured-data.js';

export interface ProductColumns {
  product: ProductRow | null;
  similar: CardRow[];
}

/** $4 is the handle. Similar: of the same category, those in stock first. */
export const PRODUCT_COLUMNS = {
  product: PRODUCT,
  similar: cards(
    `and p.handle <> $4 and p.category is not distinct from
       (select o.category from product o where o.shop_id = $1 and o.handle = $4)`,
    '(coalesce(v.available, 1) = 0), p.created_at desc, p.product_id limit 4',
  ),
};

export function productView(page: ShopPage<ProductColumns>, product: ProductRow): ProductView {
  const { row, plan, now } = page;
  const path = `/produits/${product.handle}`;
  const description = plainText(product.description_html);
  const view = page.view({ title: product.name, path, description });
  const variants = product.variants.map((variant) => variantView(product, variant));
  selectFirst(variants);
  const lowest = Math.min(...variants.map(({ price }) => price));
  const stock = { available: piecesOf(product.variants), leadMinutes: product.lead_minutes };
  const availability = availabilityOf(stock, new FirstSlots(plan, now));
  const orderable = plan.isOpen && variants.some((variant) => variant.available);
  const shown = {
    id: product.product_id,
    handle: product.handle,
    name: product.name,
    breadcrumb: breadcrumb(product, path),
    photos: product.photos.map((photo) => photoOf(row.shop.shop_id, photo)),
    price: lowest,
    fromPrice: variants.some(({ price }) => price > lowest),
    compareAt: variants.find(({ price }) => price === lowest)?.compareAt ?? null,
    unitPrice: unitPriceLabel(product),
    vatLabel: say('product.vat', { rate: String(product.vat_rate).replace('.', ',') }),
    availability,
    collectableLabel: collectableAt(availability, view.frame.shop.commune),
    optionNames: product.option_names,
    variants,
    orderable,
    addUrl: '/panier',
    notOrderableText: orderable ? null : say(plan.isOpen ? 'product.sold_out_text' : 'product.paused_text'),
    descriptionHtml: product.description_html || null,
    facts: productFacts(product, variants),
    similar: cardsOf(page, row.similar),
    share: shareLinks({
      title: product.name,
      text: say('product.share_text', { product: product.name, shop: view.frame.shop.name }),
      url: view.frame.canonical,
    }),
    settings: view.settings,
  };
  return { ...shown, frame: { ...view.frame, structuredData: [productData(shown, view.frame, description)] } };
}

function breadcrumb(product: ProductRow, path: string) {
  const { category, name } = product;
  const shelf = category ? [{ label: category, url: `/produits?rayon=${encodeURIComponent(category)}` }] : [];
  return [
    { label: say('nav.home'), url: '/' },
    { label: say('nav.products'), url: '/produits' },
    ...shelf,
    { label: name, url: path, isCurrent: true },
  ];
}

export const variantLabel = (options: string[]): string => options.join(', ');

function variantView(product: ProductRow, variant: VariantRow): VariantView {
  const max = maxQuantity(variant);
  return {
    id: variant.variant_id,
    label: variantLabel(variant.options) || say('product.one_size'),
    options: product.option_names.map((name, i) => ({ name, value: variant.options[i] ?? '' })),
    price: variant.price_cents,
    compareAt: crossedOut(variant.prior_cents ?? variant.compare_at_cents, variant.price_cents),
    stockLabel: stockLabel(variant),
    available: max > 0,
    isSelected: false,
    maxQuantity: max,
  };
}

function selectFirst(variants: VariantView[]): void {
  const first = variants.find(({ available }) => available);
  if (first) first.isSelected = true;
}

/** The most pieces that one order may hold. */
export const maxQuantity = ({ stock, on_hand }: Pick<VariantRow, 'stock' | 'on_hand'>): number =>
  stock === 'untracked' ? MAX_QUANTITY : Math.min(MAX_QUANTITY, on_hand);

/** Pieces on hand; null when one of them is made on order. */
const piecesOf = (variants: VariantRow[]): number | null =>
  variants.some(({ stock }) => stock === 'untracked') ? null : variants.reduce((sum, { on_hand }) => sum + on_hand, 0);
