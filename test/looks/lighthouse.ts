// npm run lighthouse [-- words]: the demo region on a port of its own, every theme and the portal, wanted 100 four times and no layout shift.
import 'reflect-metadata';
import { DEMO_CAST } from '../../apps/console/src/demo/cast.js';
import { seedDemo } from '../../apps/console/src/seed-demo.js';
import { Products } from '#libs/catalog';
import { ShopDirectory, Shops } from '#libs/shops';
import { asShop } from '#libs/tenancy';
import { listThemes } from '#libs/themes';
import openDesk, { closeDesk } from '../support/global-setup.mjs';
import { type LiveSite, liveSite } from '../support/live-site.js';
import { type Audit, auditTimed, CATEGORIES, isPerfect } from './audit.js';

/** Pages whose name (`rayon product`) matches; all by default. */
const WANTED = new RegExp(process.argv[2] ?? '');
/** Of each shop. */
const PRODUCTS = 8;
/** Which shop of the cast wears which theme. */
const WEARERS: Record<string, string> = {
  marche: 'ferme-de-sologne',
  atelier: 'bijoux-nadia',
  vitrine: 'jouets-lucie',
  rayon: 'librairie-du-cher',
  bouquet: 'fleurs-martin',
};

type Target = [name: string, url: string];

/** Home, list and first product of a shop that wears this theme. */
async function themePages(site: LiveSite, theme: string): Promise<Target[]> {
  const slug = WEARERS[theme];
  if (!slug) throw new Error(`No shop wears the theme ${theme}: add it to WEARERS.`);
  const { shopId } = (await site.app.get(ShopDirectory, { strict: false }).resolve(slug))!;
  return asShop(shopId, async () => {
    await site.app.get(Shops, { strict: false }).update({ theme });
    const { items } = await site.app.get(Products, { strict: false }).list({ perPage: 1 });
    const pages = { home: '/', list: '/produits', product: `/produits/${items[0]!.handle}` };
    return Object.entries(pages).map(([name, address]): Target => [`${theme} ${name}`, site.url(slug, address)]);
  });
}

const PORTAL = { home: '/', search: '/recherche?q=bouquet&pres=Loches', commune: '/communes/37132-loches' };

async function targetsOf(site: LiveSite): Promise<Target[]> {
  const shops = await Promise.all(listThemes().map((theme) => themePages(site, theme)));
  const portal = Object.entries(PORTAL).map(([name, address]): Target => [`portal ${name}`, site.url(null, address)]);
  return [...shops.flat(), ...portal].filter(([name]) => WANTED.test(name));
}

const COLUMNS = [...CATEGORIES, 'layout shift', 'blocking', 'unused CSS'];

function line(name: string, { scores, layoutShift, faults, blocking, unusedCss, waste }: Audit): string {
  const rest = [layoutShift.toFixed(3), String(blocking.length), `${(unusedCss / 1000).toFixed(1)} kB`];
  const figures = [...CATEGORIES.map((category) => String(scores[category])), ...rest];
  return `${name.padEnd(18)}${figures.map((figure) => figure.padStart(16)).join('')}  ${[...faults, ...waste].join(', ')}`;
}

async function auditAll(site: LiveSite): Promise<boolean> {
  const below: string[] = [];
  console.log(`${''.padEnd(18)}${COLUMNS.map((name) => name.padStart(16)).join('')}`);
  for (const [name, url] of await targetsOf(site)) {
    const report = await auditTimed(url).catch((error: Error) => error);
    console.log(report instanceof Error ? `${name.padEnd(18)}${report.message}` : line(name, report));
    if (report instanceof Error || !isPerfect(report)) below.push(name);
  }
  console.log(below.length === 0 ? 'All at 100, nothing moves.' : `Below: ${below.join(', ')}`);
  return below.length === 0;
}

/** The cast, one shop after the other: all at once, their pictures have been seen to take too long on a busy machine. */
async function demoSite(): Promise<LiveSite> {
  const cast = DEMO_CAST.map((shop) => ({ ...shop, products: shop.products.slice(0, PRODUCTS) }));
  const site = await liveSite(cast.slice(0, 1));
  for (let count = 2; count <= cast.length; count++) await seedDemo(site.app, cast.slice(0, count));
  return site;
}

await openDesk();
const site = await demoSite();
try {
  process.exitCode = (await auditAll(site)) ? 0 : 1;
} finally {
  await site.close();
  await closeDesk();
}
