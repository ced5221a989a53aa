import { publicCategory } from '#libs/catalog';
import { isEan } from '#libs/kernel';
import type { Availability, Frame, Photo } from '#libs/themes';
import type { ProductRow, VariantRow } from '../shop-row.js';
import { originOf } from './site-data.js';
import { SCHEMA } from './store-data.js';
import { storeType } from './store-type.js';

const STATES: Record<Availability['state'], string> = {
  available: 'InStock',
  low: 'LimitedAvailability',
  soldout: 'OutOfStock',
  on_order: 'MadeToOrder',
};

/** A variant as it is sold now. `before`: cents, the crossed-out price. */
export interface Sold {
  variant: VariantRow;
  label: string;
  state: Availability['state'];
  before: number | null;
}

export interface ProductFacts {
  product: ProductRow;
  description: string | null;
  photos: Photo[];
  sold: Sold[];
  /** The shop takes orders; if not, its products are found in the shop alone. */
  takesOrders: boolean;
}

/** A product with one offer for each variant (schema.org/Product). How long a price holds is not known, so it is not said. */
export function productData(facts: ProductFacts, frame: Frame): object {
  const { product, description, photos, sold } = facts;
  const [only, ...others] = sold;
  return {
    '@context': SCHEMA,
    '@type': 'Product',
    '@id': `${frame.canonical}#product`,
    name: product.name,
    url: frame.canonical,
    ...(description ? { description } : {}),
    ...(photos.length > 0 ? { image: photos.map(({ src }) => `${originOf(frame)}${src}`) } : {}),
    ...(product.brand ? { brand: { '@type': 'Brand', name: product.brand } } : {}),
    ...(product.category ? { category: product.category } : {}),
    ...(only && others.length === 0 ? codesOf(only.variant) : {}),
    offers: sold.map((one) => offer(one, facts, frame)),
  };
}

function offer({ variant, label, state, before }: Sold, { product, takesOrders, sold }: ProductFacts, frame: Frame) {
  const isOne = sold.length === 1;
  return {
    '@type': 'Offer',
    ...(isOne ? {} : { name: `${product.name}, ${label}`, ...codesOf(variant) }),
    price: euros(variant.price_cents),
    priceCurrency: 'EUR',
    priceSpecification: prices(variant, before),
    url: isOne ? frame.canonical : `${frame.canonical}?variante=${variant.variant_id}`,
    availability: `${SCHEMA}/${takesOrders || state === 'soldout' ? STATES[state] : 'InStoreOnly'}`,
    itemCondition: `${SCHEMA}/${conditionOf(product, frame.shop.trade)}Condition`,
    availableDeliveryMethod: `${SCHEMA}/OnSitePickup`,
    seller: { '@type': storeType(frame.shop.trade), '@id': frame.shop.url, name: frame.shop.name },
  };
}

/** The price with its tax, and the one it was reduced from. */
function prices({ price_cents }: VariantRow, before: number | null): object[] {
  const price = (cents: number) => ({
    '@type': 'UnitPriceSpecification',
    price: euros(cents),
    priceCurrency: 'EUR',
    valueAddedTaxIncluded: true,
  });
  const crossedOut = before === null ? [] : [{ ...price(before), priceType: `${SCHEMA}/StrikethroughPrice` }];
  return [price(price_cents), ...crossedOut];
}

const euros = (cents: number): string => (cents / 100).toFixed(2);

/** A code of GS1 goes by the number of its digits. */
function codesOf({ sku, ean }: VariantRow): object {
  return { ...(sku ? { sku } : {}), ...(ean && isEan(ean) ? { [`gtin${ean.length}`]: ean } : {}) };
}

const USED = /^(?:antiquites|seconde-main)$/;

/** What is second hand is said by its category, or else by the trade of the shop. */
export const conditionOf = ({ public_category: code }: ProductRow, trade: string): 'New' | 'Used' =>
  USED.test(code ?? '') || (publicCategory(code) === null && trade === 'occasion') ? 'Used' : 'New';
