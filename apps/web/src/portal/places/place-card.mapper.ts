import type { Settings } from '#libs/platform';
import type { PlaceShop } from '#libs/search';
import { tradeByCode } from '#libs/territory';
import { shopCard } from '../cards.mapper.js';
import { say } from '../portal-sentences.js';

/** A shop of ours as its card, one that sells elsewhere as the listing that it is. */
export function placeCard(shop: PlaceShop, settings: Settings) {
  if (!shop.link) return { shop: shopCard(shop, settings), listing: null };
  const listing = {
    name: shop.name,
    url: shop.link.url,
    price: null,
    fromPrice: false,
    isSoldOut: false,
    detail: [tradeByCode(shop.trade)?.labelFr, shop.addressLine, shop.commune].filter(Boolean).join(', '),
    source: say('listing.source', { source: shop.link.sourceName }),
  };
  return { shop: null, listing };
}
