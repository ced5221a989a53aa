import type { INestApplicationContext } from '@nestjs/common';
import { Memberships, People, type Person, type Role } from '#libs/accounts';
import { Initiatives } from '#libs/imports';
import { SETTINGS, type Settings } from '#libs/platform';
import { Reindex } from '#libs/search';
import { Claims, type ProvisionRow, Shops } from '#libs/shops';
import { asShop } from '#libs/tenancy';
import { type Commune, loadTerritory, type Territory } from '#libs/territory';
import { DEMO_CAST, type DemoShop } from './demo/cast.js';
import { placeDemoOrders } from './demo/demo-orders.js';
import { demoLegal } from './demo/demo-terms.js';
import { stockShelves } from './demo/stock-shelves.js';

export const DEMO_PASSWORD = 'demo-devanture';

export interface DemoSummary {
  shops: number;
  products: number;
  orders: number;
  seconds: number;
}

/**
 * The named cast in the region of the settings: people, an initiative, five open shops, sixty products, some orders. What
 * is there already stays as it is. `cast`: fewer of them, for tests. The region's admin comes last: whoever finds them finds a demo that is complete.
 */
export async function seedDemo(app: INestApplicationContext, cast: DemoShop[] = DEMO_CAST): Promise<DemoSummary> {
  const begin = performance.now();
  const settings = app.get<Settings>(SETTINGS, { strict: false });
  const communes = communesOf(loadTerritory(settings.regionCode));
  const initiative = await app.get(Initiatives, { strict: false }).save({
    slug: 'cci',
    name: `CCI ${loadTerritory(settings.regionCode).region.name} (démonstration)`,
    kind: 'chamber',
  });
  const rows = cast.map((shop, i) => provisionRow(shop, communes[i]!, initiative.initiativeId));
  const provisioned = await app.get(Shops, { strict: false }).provision(rows);
  const filled = await Promise.all(
    cast.map((shop, i) => fillShop(app, { shop, commune: communes[i]!, ...provisioned[i]! })),
  );
  const agent = await person(app, { email: 'cci@demo.test', name: 'Agent de la chambre', hasPassword: true });
  await grant(app, agent, { role: 'initiative_agent', initiativeId: initiative.initiativeId });
  await app.get(Reindex, { strict: false }).run();
  const admin = await person(app, { email: 'region@demo.test', name: 'Région', hasPassword: true });
  await grant(app, admin, { role: 'region_admin' });
  return {
    shops: filled.length,
    products: filled.reduce((sum, { products }) => sum + products, 0),
    orders: filled.reduce((sum, { orders }) => sum + orders, 0),
    seconds: Math.round((performance.now() - begin) / 100) / 10,
  };
}

/** The cast's own communes where the region has all of them, else its five largest ones that have a point. */
function communesOf(territory: Territory): Commune[] {
  const own = DEMO_CAST.map(({ commune }) => territory.findCommune({ name: commune }).commune);
  if (own.every((commune) => commune !== null)) return own;
  const largest = territory.communes.filter(({ lat }) => lat !== null).toSorted((a, b) => b.population - a.population);
  return DEMO_CAST.map((_, i) => largest[i % largest.length]!);
}

const provisionRow = (shop: DemoShop, commune: Commune, initiativeId: string): ProvisionRow => ({
  siret: shop.siret,
  name: shop.slugName,
  naf: shop.naf,
  trade: shop.trade,
  communeInsee: commune.insee,
  addressLine: shop.addressLine,
  postcode: commune.postcodes[0] ?? '',
  lat: commune.lat,
  lon: commune.lon,
  pointSource: 'commune',
  initiativeId,
  source: `initiative:${initiativeId}`,
});

interface Site {
  shop: DemoShop;
  commune: Commune;
  shopId: string;
  slug: string;
}

async function fillShop(app: INestApplicationContext, site: Site): Promise<{ products: number; orders: number }> {
  const { shop, commune, shopId, slug } = site;
  const owner = await person(app, shop.owner);
  const claims = app.get(Claims, { strict: false });
  const [letter] = await claims.letters([shopId]);
  if (letter) await claims.claim(letter.code, owner.personId);
  return asShop(shopId, async () => {
    const shops = app.get(Shops, { strict: false });
    const { state } = await shops.current();
    if (state === 'claimed') await describe(shops, shop, commune);
    const products = await stockShelves(app, shop.products);
    if (state === 'claimed') await shops.open();
    return { products, orders: await placeDemoOrders(app, slug) };
  });
}

async function describe(shops: Shops, shop: DemoShop, commune: Commune): Promise<void> {
  const postcode = commune.postcodes[0] ?? '';
  await shops.update({
    name: shop.name,
    tagline: shop.tagline,
    description: shop.description,
    phone: shop.phone,
    email: shop.owner.email,
    legal: demoLegal(shop, { postcode, commune: commune.name }),
    themeSettings: { accent: shop.accent },
  });
  await shops.setHours(shop.hours);
}

async function person(
  app: INestApplicationContext,
  { email, name, hasPassword }: { email: string; name: string; hasPassword: boolean },
): Promise<Person> {
  const people = app.get(People, { strict: false });
  const known = await people.byEmail(email);
  if (known) return known;
  const made = await people.ensure({ email, name });
  if (hasPassword) await people.setPassword(made, DEMO_PASSWORD);
  return made;
}

async function grant(
  app: INestApplicationContext,
  { personId }: Person,
  right: { role: Role; initiativeId?: string },
): Promise<void> {
  const { role, initiativeId = null } = right;
  await app.get(Memberships, { strict: false }).grant(personId, { role, shopId: null, initiativeId });
}
