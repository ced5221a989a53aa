import { type Frame, type ProductView, shareLinks, type VariantView } from '#libs/themes';
import { availabilityOf, collectableAt, FirstSlots, stockLabel } from '../availability.mapper.js';
import { MAX_QUANTITY } from '../basket-cookie.js';
import { plainText } from '../plain-text.js';
import { photoOf } from '../photo.mapper.js';
import { cardsOf, crossedOut } from '../product-card.mapper.js';
import { say } from '../sentences.js';
import type { ShopPage } from '../shop-pages.service.js';
import type { ProductRow, VariantRow } from '../shop-row.js';
import { productData } from '../structured/product-data.js';
import { breadcrumbData } from '../structured/site-data.js';
import { choiceNotice } from './choice-notice.js';
import { optionChoices } from './option-choices.js';
import { photosFor } from './photo-order.js';
import { type Chosen, chosenOf, isAvailable, type ProductChoice } from './product-choice.js';
import type { ProductColumns } from './product-columns.js';
import { productFacts, unitPriceLabel } from './product-facts.js';

type Drawn = Omit<ProductView, 'frame'>;

/** A product, with price, stock and availability of the variant that is chosen. */
export function productView(page: ShopPage<ProductColumns>, product: ProductRow, choice: ProductChoice): ProductView {
  const chosen = chosenOf(product, choice);
  const path = productPath(product.handle);
  const description = plainText(product.description_html);
  const photos = photosFor(product, chosen.variant).map((photo) => photoOf(page.row.shop.shop_id, photo));
  const price = priceOf(product, chosen);
  const view = page.view({
    title: product.name,
    path,
    description,
    photo: photos[0] ?? null,
    offer: { cents: price.price, isAvailable: page.plan.isOpen && product.variants.some(isAvailable) },
  });
  const shown: Drawn = {
    id: product.product_id,
    handle: product.handle,
    name: product.name,
    breadcrumb: breadcrumb(product, path),
    photos,
    ...price,
    unitPrice: unitPriceLabel(product, chosen.variant),
    vatLabel: say('product.vat', { rate: String(product.vat_rate).replace('.', ',') }),
    ...choiceParts(page, product, chosen, view.frame),
    quantity: choice.quantity,
    addUrl: '/panier',
    viewUrl: path,
    descriptionHtml: product.description_html || null,
    similar: cardsOf(page, page.row.similar),
    share: shareOf(view.frame, product.name),
    settings: view.settings,
  };
  const data = [dataOf(page, product, view.frame), breadcrumbData(view.frame, shown.breadcrumb)];
  return { ...shown, frame: { ...view.frame, structuredData: data } };
}

export const productPath = (handle: string): string => `/produits/${handle}`;

/** Everything that depends on the variant. */
function choiceParts({ plan, now }: ShopPage, product: ProductRow, chosen: Chosen, frame: Frame) {
  const { variant } = chosen;
  const slots = new FirstSlots(plan, now);
  const stock = { available: variant ? piecesOf(variant) : 0, leadMinutes: product.lead_minutes };
  const availability = availabilityOf(stock, slots);
  const canBeHad = product.variants.some(isAvailable);
  const orderable = plan.isOpen && canBeHad;
  const variants = product.variants.map((each) => variantView(product, each, each === variant));
  return {
    availability: variant ? availability : { label: say('product.no_such'), state: 'soldout' as const },
    collectableLabel: variant ? collectableAt(availability, frame.shop.commune) : say('product.no_such'),
    optionNames: product.option_names,
    variants,
    options: optionChoices(product, chosen),
    choice: orderable ? choiceNotice(product, chosen) : null,
    canAdd: orderable && variant !== null && isAvailable(variant),
    maxQuantity: Math.max(1, variant ? maxQuantity(variant) : 1),
    orderable,
    notOrderableText: orderable ? null : say(plan.isOpen ? 'product.sold_out_text' : 'product.paused_text'),
    facts: productFacts(product, variants),
  };
}

/** Of the chosen variant; « dès » the lowest one while the choice leads nowhere. */
function priceOf({ variants }: ProductRow, { variant }: Chosen) {
  const lowest = Math.min(...variants.map(({ price_cents }) => price_cents));
  const shown = variant ?? variants.find(({ price_cents }) => price_cents === lowest)!;
  return { price: shown.price_cents, fromPrice: variant === null && variants.length > 1, compareAt: beforeOf(shown) };
}

const beforeOf = ({ prior_cents, compare_at_cents, price_cents }: VariantRow): number | null =>
  crossedOut(prior_cents ?? compare_at_cents, price_cents);

function breadcrumb({ category, name }: ProductRow, path: string) {
  const shelf = category ? [{ label: category, url: `/produits?rayon=${encodeURIComponent(category)}` }] : [];
  return [
    { label: say('nav.home'), url: '/' },
    { label: say('nav.products'), url: '/produits' },
    ...shelf,
    { label: name, url: path, isCurrent: true },
  ];
}

const shareOf = ({ shop, canonical }: Frame, product: string) =>
  shareLinks({ title: product, text: say('product.share_text', { product, shop: shop.name }), url: canonical });

function dataOf({ row, plan, now }: ShopPage, product: ProductRow, frame: Frame): object {
  const slots = new FirstSlots(plan, now);
  const sold = product.variants.map((variant) => ({
    variant,
    label: variantLabel(variant.options),
    state: availabilityOf({ available: piecesOf(variant), leadMinutes: product.lead_minutes }, slots).state,
    before: beforeOf(variant),
  }));
  const photos = product.photos.map((photo) => photoOf(row.shop.shop_id, photo));
  const description = plainText(product.description_html);
  return productData({ product, description, photos, sold, takesOrders: plan.isOpen }, frame);
}

export const variantLabel = (options: string[]): string => options.join(', ');

function variantView(product: ProductRow, variant: VariantRow, isChosen: boolean): VariantView {
  const max = maxQuantity(variant);
  return {
    id: variant.variant_id,
    label: variantLabel(variant.options) || say('product.one_size'),
    options: product.option_names.map((name, i) => ({ name, value: variant.options[i] ?? '' })),
    price: variant.price_cents,
    compareAt: beforeOf(variant),
    stockLabel: stockLabel(variant),
    available: max > 0,
    isSelected: isChosen,
    maxQuantity: max,
  };
}

/** The most pieces that one order may hold. */
export const maxQuantity = ({ stock, on_hand }: Pick<VariantRow, 'stock' | 'on_hand'>): number =>
  stock === 'untracked' ? MAX_QUANTITY : Math.min(MAX_QUANTITY, on_hand);

/** Pieces on hand; null when it is made on order. */
const piecesOf = ({ stock, on_hand }: VariantRow): number | null => (stock === 'untracked' ? null : on_hand);
