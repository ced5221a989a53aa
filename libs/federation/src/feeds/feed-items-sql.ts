export const KNOWN = `
  select item_key as key, item_id as "itemId", kind, facts_hash as hash, missing from feed_item where feed_id = $1`;

/** $2: [{key, itemId, kind, facts, hash}]. */
export const SAVE = `
  insert into feed_item as old (feed_id, item_key, item_id, kind, facts, facts_hash, created_at, changed_at)
  select $1, e.key, e."itemId", e.kind, e.facts, e.hash, $3, $3
  from jsonb_to_recordset($2::jsonb) as e (key text, "itemId" uuid, kind text, facts jsonb, hash text)
  on conflict (feed_id, item_key) do update
    set facts = excluded.facts, facts_hash = excluded.facts_hash, kind = excluded.kind, changed_at = excluded.changed_at, missing = 0`;

export const BACK = 'update feed_item set missing = 0 where feed_id = $1 and item_id = any ($2::uuid[])';
export const MISSING = 'update feed_item set missing = missing + 1 where feed_id = $1 and item_id = any ($2::uuid[])';
export const GONE = 'delete from feed_item where feed_id = $1 and item_id = any ($2::uuid[])';

/** Products of a feed, those given or all; a seller is a place of the same feed. */
export const PRODUCTS = `
  select p.item_id as "itemId", p.facts, p.created_at as "createdAt", s.item_id as "sellerId", s.facts as seller
  from feed_item p
    left join feed_item s on s.feed_id = p.feed_id and s.kind = 'place' and s.item_key = p.facts ->> 'seller'
  where p.feed_id = $1 and p.kind = 'product' and ($2::uuid[] is null or p.item_id = any ($2))
  order by p.item_id`;

export const IDS = `select item_id as "itemId", kind from feed_item where feed_id = $1`;
