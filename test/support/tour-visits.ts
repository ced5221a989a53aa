import { NEWCOMER, type TourSite, UNION_AGENT } from './tour-site.js';
import { pathOf, type WebRoute } from './web-routes.js';

/** Who looks at a page; `null` is a visitor. */
export type Visitor = string | null;

/** A page in one of its states. */
export interface Visit {
  name: string;
  host: string | null;
  address: string;
  as: Visitor;
  /** 200 unless the page says why not. */
  status?: number;
  /** A form that is sent as it stands; what comes back is what is looked at. */
  submit?: string;
}

const MARTIN = 'martin@demo.test';
const HOSTS = { '@portal': null, '@gestion': 'gestion', '@shop': 'fleurs-martin', '@any': null } as const;
const VISITORS: Partial<Record<WebRoute['policy'], Visitor>> = {
  public: null,
  customer_link: null,
  signed_in: MARTIN,
  shop_member: MARTIN,
  shop_owner: MARTIN,
  shop_team: MARTIN,
  proved: 'region@demo.test',
  initiative_agent: 'cci@demo.test',
  help_desk: 'cci@demo.test',
  region_admin: 'region@demo.test',
  audit: 'region@demo.test',
};

/**
 * One visit for every GET route of the application but the API, files by wildcard and what operators ask for. A route with
 * a parameter needs its example in `tourSite`; one that wants more than its path stands in its `queries`.
 */
export function routeVisits(routes: readonly WebRoute[], site: TourSite): Visit[] {
  return routes
    .filter(({ method, audience, path, policy }) => {
      const isPage = audience !== '@any' && !path.startsWith('/api/') && !path.includes('*');
      return method === 'GET' && isPage && policy !== 'operator';
    })
    .map((route) => {
      const { audience, path, policy, title } = route;
      if (!(policy in VISITORS))
        throw new Error(`${title} has no visitor: say in tour-visits.ts who looks at ${policy}`);
      const params = Object.fromEntries(route.params.map((name) => [name, exampleOf(route, name, site)]));
      const address = pathOf(route, params) + (site.queries[`${audience}${path}`] ?? '');
      const name = `${audience.slice(1)}${path.replace(/[^\w]+/g, '-')}`.replace(/-$/, '');
      const status = site.statuses[`${audience}${path}`];
      return {
        name,
        host: HOSTS[audience],
        address,
        as: VISITORS[policy] ?? null,
        ...(status !== undefined && { status }),
      };
    });
}

function exampleOf({ audience, path, title }: WebRoute, name: string, { examples }: TourSite): string {
  const until = path.slice(0, path.indexOf(`:${name}`) + name.length + 1);
  const example = examples[`${audience}${until}`];
  if (example === undefined) throw new Error(`${title} has no example: add "${audience}${until}" to tour-site.ts`);
  return example;
}

/** The same pages when they are empty, refused, closed or wrong. */
export function stateVisits({ shops, imports, orders }: TourSite): Visit[] {
  const portal = (name: string, address: string, status?: number): Visit => visit(name, null, address, null, status);
  const shop = (name: string, host: string, address = '/', status?: number) => visit(name, host, address, null, status);
  const office = (name: string, address: string, as: Visitor, more: Partial<Visit> = {}): Visit => ({
    ...visit(name, 'gestion', address, as),
    ...more,
  });
  const refused = (name: string, address: string, submit: string, as: Visitor = MARTIN) =>
    office(`refused-${name}`, address, as, { submit, status: 422 });
  const empty = [
    '',
    'produits',
    'commandes',
    'commandes/terminees',
    'horaires',
    'boutique',
    'boutique/mentions-legales',
  ]
    .concat('boutique/conditions', 'produits/imports', 'boutiques')
    .map((path) => office(`new-shop-${path.replaceAll('/', '-') || 'home'}`, `/${path}`, NEWCOMER));
  const noShops = ['territoire', 'territoire/imports', 'territoire/boutiques'].map((path) =>
    office(`no-shops-${path.replaceAll('/', '-')}`, `/${path}`, UNION_AGENT),
  );
  return [
    portal('search-found', '/recherche?q=bouquet&pres=Loches'),
    portal('search-nothing', '/recherche?q=xylofon+zzz&pres=Nullepart&type=produits'),
    portal('not-found', '/rien', 404),
    shop('shop-not-found', 'fleurs-martin', '/produits/rien', 404),
    shop('shop-no-match', 'fleurs-martin', '/produits?q=zzz'),
    shop('shop-filtered', 'fleurs-martin', '/produits?prix_min=10&prix_max=60&dispo=1&tri=prix'),
    shop('shop-waiting', shops.waiting),
    shop('shop-claimed', shops.claimed),
    shop('shop-withdrawn', shops.withdrawn, '/', 410),
    shop('shop-paused', 'jouets-lucie'),
    shop('shop-closed', 'bijoux-nadia', '/', 410),
    shop('shop-suspended', 'librairie-du-cher', '/', 403),
    shop('shop-unknown', 'personne-ici', '/', 404),
    shop('host-reserved', 'www', '/', 404),
    office('office-not-found', '/rien', MARTIN, { status: 404 }),
    office('office-forbidden', '/territoire', MARTIN, { status: 403 }),
    office('withdrawal-taken', '/retrait?boutique=fleurs-martin', null),
    office('withdrawal-gone', `/retrait?boutique=${shops.withdrawn}`, null),
    office('withdrawal-nobody', '/retrait', null, { status: 404 }),
    office('claim-signed-in', '/prise-en-main', MARTIN),
    office('order-ready', `/commandes/${orders.ready}`, MARTIN),
    office('order-finished', `/commandes/${orders.finished}`, MARTIN),
    office('orders-found', '/commandes?q=dupr%C3%A9', MARTIN),
    office('orders-not-found', '/commandes?q=zzz', MARTIN),
    office('products-not-found', '/produits?q=zzz', MARTIN),
    office('product-import-refused', `/produits/imports/${imports.refusedProducts}`, MARTIN),
    office('merchant-import-refused', `/territoire/imports/${imports.refusedMerchants}`, 'cci@demo.test'),
    office('shops-not-found', '/territoire/boutiques?q=zzz', 'cci@demo.test'),
    office('region-home', '/territoire', 'region@demo.test'),
    ...empty,
    ...noShops,
    refused('sign-in', '/connexion', 'form[action="/connexion"]', null),
    refused('link', '/connexion/lien', 'form[action="/connexion/lien"]', null),
    refused('claim', '/prise-en-main', 'form[action="/prise-en-main"]', null),
    refused('product', '/produits/nouveau', 'form[action^="/produits"][method=post]'),
    refused('exception', '/horaires', 'form[action^="/horaires/exceptions"]'),
    refused('hours-text', '/horaires', 'form[action="/horaires/lecture"]'),
    refused('handover', '/commandes', 'form[action="/commandes/remises"]'),
    refused('password', '/compte', 'form[action="/compte/mot-de-passe"]'),
    refused('product-import', '/produits/imports/nouveau', 'form[action="/produits/imports"]'),
    refused('merchant-import', '/territoire/imports/nouveau', 'form[action="/territoire/imports"]', 'cci@demo.test'),
    office('saved', '/horaires', MARTIN, { submit: 'form[action="/horaires"]' }),
  ];
}

const visit = (name: string, host: string | null, address: string, as: Visitor, status?: number): Visit => ({
  name,
  host,
  address,
  as,
  ...(status !== undefined && { status }),
});
