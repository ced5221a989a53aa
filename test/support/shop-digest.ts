import { OWNED_SQL } from './two-shops.sql.js';
import type { ShopsRig, TestShop } from './two-shops.js';

/** One digest of all rows of all tables that belong to the shop, its people and its initiative. */
export async function shopDigest(rig: ShopsRig, shop: TestShop): Promise<Record<string, string>> {
  const { rows } = await rig.admin.query<{ name: string; condition: string }>(OWNED_SQL);
  const digests: Record<string, string> = {};
  for (const { name, condition } of rows) {
    const { rows: found } = await rig.admin.query<{ digest: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest
       from ${name} t where ${condition} = $1`,
      [condition === 'shop_id' ? shop.shopId : condition === 'person_id' ? shop.personId : shop.ids.initiativeId],
    );
    digests[`${name} by ${condition}`] = found[0]!.digest;
  }
  return digests;
}
