import type { INestApplicationContext } from '@nestjs/common';
import { slugify } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { SearchIndex } from '#libs/search';
import { asShop, Tenancy } from '#libs/tenancy';
import { type Commune, loadTerritory } from '#libs/territory';
import { themeForTrade } from '#libs/themes';
import { namedId, Random } from './scale/random.js';
import { inventDescription, inventShopName, inventTitle, inventWords, SCALE_TRADES } from './scale/words.js';

/** `shops` with `products` each; the same `seed` gives the same ones. */
export interface ScaleOptions {
  shops: number;
  products: number;
  seed: number;
}

export interface ScaleSummary {
  shops: number;
  products: number;
  seconds: number;
}

interface ScaleShop {
  shopId: string;
  slug: string;
  name: string;
  trade: string;
  insee: string;
  lat: number | null;
  lon: number | null;
  theme: string;
}

const SHOPS_AT_ONCE = 500;
const FILLERS = 3;
const LINE_EVERY = 250;

/** Fills the region with open shops for measurements. What is there already stays; a second time changes nothing. */
export async function seedScale(app: INestApplicationContext, options: ScaleOptions): Promise<ScaleSummary> {
  const begun = performance.now();
  const tenancy = app.get(Tenancy, { strict: false });
  const settings = app.get<Settings>(SETTINGS, { strict: false });
  const words = inventWords(options.seed);
  const shops = inventShops(options, words, [...loadTerritory(settings.regionCode).communes]);
  for (let i = 0; i < shops.length; i += SHOPS_AT_ONCE)
    await tenancy.regionTransaction((tx) =>
      tx.query(INSERT_SHOPS, [JSON.stringify(shops.slice(i, i + SHOPS_AT_ONCE))]),
    );
  const index = app.get(SearchIndex, { strict: false });
  let next = 0;
  const fill = async (): Promise<void> => {
    for (let place = next++; place < shops.length; place = next++) {
      const shop = shops[place]!;
      const products = inventProducts(shop, options, words);
      await asShop(shop.shopId, async () => {
        await tenancy.shopTransaction((tx) => tx.query(INSERT_PRODUCTS, [shop.shopId, JSON.stringify(products)]));
        await index.refreshShop();
      });
      if ((place + 1) % LINE_EVERY === 0) process.stderr.write(`${place + 1}/${shops.length} boutiques\n`);
    }
  };
  await Promise.all(Array.from({ length: FILLERS }, fill));
  await index.recountWords();
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  return { shops: shops.length, products: shops.length * options.products, seconds };
}

/** More shops where more people live, and at least some in hamlets. */
function inventShops({ shops, seed }: ScaleOptions, words: string[], communes: Commune[]): ScaleShop[] {
  const random = new Random(seed + 1);
  const inhabited = communes.filter((c) => c.lat !== null).sort((a, b) => b.population - a.population);
  return Array.from({ length: shops }, (_, i) => {
    const trade = random.zipf(SCALE_TRADES);
    const name = inventShopName(random, trade, words);
    const commune = random.next() < 0.3 ? random.pick(inhabited) : random.zipf(inhabited);
    return {
      shopId: namedId(`scale-${seed}-${i}`),
      slug: `${slugify(name, 24)}-${seed}-${i}`.slice(0, 40),
      name,
      trade,
      insee: commune.insee,
      lat: commune.lat === null ? null : commune.lat + (random.next() - 0.5) / 50,
      lon: commune.lon === null ? null : commune.lon + (random.next() - 0.5) / 50,
      theme: themeForTrade(trade),
    };
  });
}

function inventProducts(shop: ScaleShop, { products, seed }: ScaleOptions, words: string[]) {
  const random = new Random(Number.parseInt(shop.shopId.slice(0, 8), 16) + seed);
  return Array.from({ length: products }, (_, i) => ({
    product_id: namedId(`${shop.shopId}-${i}`),
    variant_id: namedId(`${shop.shopId}-${i}-v`),
    handle: `p-${i}`,
    name: inventTitle(random, shop.trade, words),
    description: random.next() < 0.5 ? inventDescription(random, words) : '',
    cents: 100 + random.below(200) * 50,
    on_hand: random.below(10),
  }));
}

const INSERT_SHOPS = `
  with given as materialized (
    select * from jsonb_to_recordset($1::jsonb) as t("shopId" uuid, slug text, name text, trade text, insee text, lat float8,
      lon float8, theme text)
  ), shops as (
    insert into shop (shop_id, state, name, trade, commune_insee, lat, lon, theme, order_prefix)
    select "shopId", 'open', name, trade, insee, lat, lon, theme, 'SC' from given on conflict (shop_id) do nothing
  ), addresses as (
    insert into shop_address (slug, shop_id) select slug, "shopId" from given on conflict (slug) do nothing
  )
  insert into opening_hours (shop_id, weekday, opens, closes)
  select "shopId", weekday, '09:00', '18:00' from given, generate_series(2, 6) weekday on conflict do nothing`;

const INSERT_PRODUCTS = `
  with given as materialized (
    select * from jsonb_to_recordset($2::jsonb) as t(product_id uuid, variant_id uuid, handle text, name text,
      description text, cents int, on_hand int)
  ), products as (
    insert into product (shop_id, product_id, handle, name, description_html, published)
    select $1::uuid, product_id, handle, name, description, true from given on conflict do nothing
  )
  insert into variant (shop_id, variant_id, product_id, price_cents, on_hand)
  select $1::uuid, variant_id, product_id, cents, on_hand from given on conflict do nothing`;
