import type { PresenceView } from '#libs/themes';
import { say } from './sentences.js';
import type { ShopPage } from './shop-pages.service.js';
import { storeData } from './structured/store-data.js';

/** A shop that waits for its owner: where it is and how they take it over. Origins without a slash at their end. */
export function presenceView(page: ShopPage, hosts: { portal: string; backOffice: string }): PresenceView {
  const { shop } = page.row;
  const view = page.view({ title: shop.name, path: '/' });
  const commune = view.frame.shop.commune;
  return {
    ...view,
    frame: { ...view.frame, structuredData: [storeData(view.frame, page.plan, page.now)] },
    sourceLabel: say(shop.state === 'claimed' ? 'presence.claimed' : 'presence.source'),
    takeOverUrl: `${hosts.backOffice}/prise-en-main`,
    withdrawUrl: `${hosts.backOffice}/retrait?boutique=${encodeURIComponent(view.frame.shop.slug)}`,
    nearbyUrl: `${hosts.portal}/boutiques?commune=${shop.commune_insee}&nom=${encodeURIComponent(commune)}`,
  };
}
