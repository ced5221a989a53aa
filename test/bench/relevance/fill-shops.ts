import type { INestApplicationContext } from '@nestjs/common';
import { SearchIndex } from '#libs/search';
import { asShop, Tenancy } from '#libs/tenancy';
import { namedId } from '../../../apps/console/src/scale/random.js';
import type { Title } from './titles.js';

const COMMUNES = ['37132', '37261', '18033', '28085', '45234', '41018', '36044'];

/** The titles as published products, dealt out among so many invented open shops, and indexed. */
export async function fillShops(app: INestApplicationContext, titles: readonly Title[], shops: number): Promise<void> {
  const tenancy = app.get(Tenancy, { strict: false });
  const index = app.get(SearchIndex, { strict: false });
  for (let shop = 0; shop < shops; shop++) {
    const shopId = namedId(`relevance-${shop}`);
    const products = titles
      .map((title, i) => ({
        ...title,
        id: namedId(`product-${i}`),
        variant: namedId(`variant-${i}`),
        handle: `p-${i}`,
      }))
      .filter((_, i) => i % shops === shop);
    await asShop(shopId, async () => {
      await tenancy.shopTransaction(async (tx) => {
        await tx.query(ADD_SHOP, [shopId, `Comptoir ${shop}`, COMMUNES[shop % COMMUNES.length], `comptoir-${shop}`]);
        await tx.query(ADD_PRODUCTS, [shopId, JSON.stringify(products)]);
      });
      await index.refreshShop();
    });
  }
  await index.recountWords();
}

const ADD_SHOP = `
  with made as (
    insert into shop (shop_id, state, name, trade, commune_insee, theme, order_prefix)
    values ($1, 'open', $2, 'autres', $3, 'marche', 'TE') returning shop_id)
  insert into shop_address (slug, shop_id) select $4, shop_id from made`;

const ADD_PRODUCTS = `
  with given as materialized (
    select * from jsonb_to_recordset($2::jsonb) as t(id uuid, variant uuid, handle text, name text, brand text, ean text)
  ), products as (
    insert into product (shop_id, product_id, handle, name, brand, published)
    select $1::uuid, id, handle, name, left(brand, 200), true from given
  )
  insert into variant (shop_id, variant_id, product_id, price_cents, on_hand, ean) select $1::uuid, variant, id, 500, 5, ean from given`;
