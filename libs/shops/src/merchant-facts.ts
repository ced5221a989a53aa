import type { EntityManager } from 'typeorm';
import { currentShopId } from '#libs/tenancy';

/** Notes that the merchant said so: no file that comes later changes these fields. */
export async function saveMerchantFacts(tx: EntityManager, facts: Record<string, unknown>): Promise<void> {
  if (Object.keys(facts).length === 0) return;
  await tx.query(
    `insert into shop_source as s (shop_id, source, facts, facts_hash) values ($1, 'merchant', $2::jsonb, '')
     on conflict (shop_id, source) do update set facts = s.facts || excluded.facts, seen_at = now()`,
    [currentShopId(), JSON.stringify(facts)],
  );
}
