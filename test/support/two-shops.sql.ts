// Rows that a shop of the isolation tests is made of.

export const INVITATION_SQL = `
  insert into invitation (invitation_id, shop_id, email, role, invited_by, token_hash, expires_at)
  values ($1, $2, $3, 'staff', $4, $5, now() + interval '1 day')`;

/** Somebody asks to act for the shop. */
export const ASSISTANCE_SQL = `
  with asked as (insert into assistance (assistance_id, shop_id, agent_name, reason, expires_at)
    values ($2, $1, $3, $3, now() + interval '1 hour') returning shop_id, assistance_id)
  insert into assistance_deed (shop_id, deed_id, assistance_id, action)
  select shop_id, assistance_id, assistance_id, 'POST /produits ' || $3 from asked`;

/** Something of the shop was taken down. */
export const DECISION_SQL = `
  insert into moderation_decision (shop_id, decision_id, measure, ground, basis, facts, was)
  values ($1, $2, 'suspend_shop', 'terms', $3, $3, 'open')
  on conflict (shop_id) where ended_at is null and measure = 'suspend_shop'
    do update set decision_id = excluded.decision_id, appeal = null, appealed_at = null`;

export const PASSKEY_SQL = `
  insert into passkey (credential_id, person_id, public_key, name) values ($1, $2, '\\x00', $3)`;

export const PHOTO_SQL = `
  insert into photo (shop_id, photo_id, product_id, alt, state, width, height, widths, color)
  values ($1, $2, $3, $4, 'ready', 400, 400, '{400}', '#aabbcc')`;

export const FAILED_PHOTO_SQL = `
  insert into photo (shop_id, photo_id, product_id, position, alt, state, reason, source_url)
  values ($1, $2, $3, 1, $4, 'failed', 'media.too_large', 'https://example.org/rose.jpg')`;

export const IMPORT_SQL = `
  insert into product_import (shop_id, import_id, file_key, file_name, file_bytes, sha256, format, state, ended_at)
  values ($1, $2, 'imports/' || $2::uuid, $3, 18, 'none', 'woocommerce', 'done', now())`;

export const EXCEPTION_SQL = `
  insert into hours_exception (shop_id, day, reason) values ($1, date '2027-01-01' + $2::int, $3) on conflict do nothing`;

export const MERCHANT_IMPORT_SQL = `
  insert into merchant_import (initiative_id, import_id, file_key, file_name, file_bytes, sha256, format, state, ended_at)
  values ($1, $2, 'imports/' || $2::uuid, $3, 10, 'none', 'sirene', 'done', now())`;

export const CLAIM_SQL = `with asked as (insert into claim_request (shop_id, person_id, note) values ($1, $3, $4))
  insert into claim (shop_id, nonce, code_hash, expires_at) values ($1, $2, md5($2::uuid::text), now() + interval '1 year')`;

/** $1 initiative, $2 feed, $3 a canary. */
export const FEED_SQL = `
  insert into feed (initiative_id, feed_id, kind, url, name, site_url, held)
  values ($1, $2, 'shops', 'https://example.org/' || $2::uuid, $3, 'https://example.org/', '{"lost": 4, "before": 10, "at": "2026-11-24T09:00:00Z"}')`;

/** $1 initiative, $2 file, $3 a waiting shop, $4 a canary: first products that were dealt out. */
export const FIRST_PRODUCTS_SQL = `
  with file as (
    insert into first_products (file_id, initiative_ids, file_key, file_bytes, file_name, state, left_rows)
    values ($2, array[$1::uuid], 'imports/none', 1, $4, 'dealt', jsonb_build_array(jsonb_build_object('line', 2, 'siret', $4::text, 'reason', 'no_siret'))))
  insert into first_products_shop (file_id, shop_id, import_id, state, created) values ($2, $3, $2, 'done', 1)`;

/** $1 shop, $2 report, $3 a canary. */
export const REPORT_SQL = `
  insert into content_report (shop_id, report_id, kind, explanation, outcome, reasons, decided_at)
  values ($1, $2, 'other', $3, 'dismissed', $3, now())`;

/** $1 feed, $2 and $3 places, $4 a canary: the two look alike. */
export const PLACES_SQL = `
  with places as (
    insert into feed_item (feed_id, item_key, item_id, kind, facts, facts_hash)
    select $1, id::text, id, 'place', jsonb_build_object('kind', 'place', 'name', $4::text, 'communeInsee', '37132',
      'phone', '02 47 ' || translate(left(md5($1::uuid::text), 6), 'abcdef', '123456')), 'none' from unnest(array[$2::uuid, $3]) id)
  insert into place_match (left_id, right_id, reason) values ($2, $3, 'phone')`;

/** The waiting shop is the initiative's, and its owner was invited by letter. */
export const WAITING_SQL = `
  with shop as (update shop set initiative_id = $2, email = 'attente@demo.test' where shop_id = $1),
    batch as (insert into claim_batch (batch_id, initiative_id, channel) values ($3, $2, 'letter'))
  insert into claim_invitation (shop_id, batch_id, sent_at) values ($1, $3, now())`;

/** Every table whose rows are a shop's, a person's or an initiative's. */
export const OWNED_SQL = `
  select table_name as name, column_name as condition from information_schema.columns
  where table_schema = 'public' and column_name in ('shop_id', 'person_id', 'initiative_id') order by 1, 2`;
