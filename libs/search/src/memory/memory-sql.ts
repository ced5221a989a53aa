const MILLIS = (of: string): string => `(extract(epoch from ${of}) * 1000)::float8`;

/** Pairs as one flat list, for their two ends. */
const flat = (pairs: string): string =>
  `(select array_agg(${MILLIS('at')} order by n) from unnest(${pairs}) with ordinality u (at, n))`;
const spans = (multirange: string): string =>
  `(select array_agg(${MILLIS('at')} order by n, side) from unnest(${multirange}) with ordinality u (span, n)
    cross join lateral (values (1, lower(span)), (2, upper(span))) e (side, at))`;

const SHOP_COLUMNS = `s.shop_id, s.slug, s.name, s.state, s.trade, s.commune_insee, s.commune_name, s.lat, s.lon, s.markers,
  ${flat('s.pickup_starts')} as starts, ${spans('s.open_spans')} as open`;

const DOCUMENT_COLUMNS = `d.shop_id, d.document_id, d.kind, d.title_key, d.price_cents, d.available,
  case when d.pickup_starts is not null then coalesce(${flat('d.pickup_starts')}, '{}') end as starts,
  d.score, d.tier, ${MILLIS('d.created_at')} as created, array_to_string(tsvector_to_array(d.vector), ' ') as lexemes`;

const WORD_COLUMNS = 'w.word, w.label, w.lexeme, w.sound, w.n';

/** Every transaction below it is over: what it changed is seen by whoever looks from now on. */
export const MARK_SQL = 'select pg_snapshot_xmin(pg_current_snapshot())::text as mark';

/** The next part of a table in the order of its key; $1, $2 the last key read, $3 how many. */
export const LOAD_SHOPS_SQL = `select ${SHOP_COLUMNS} from search_shop s where s.shop_id > $1 order by s.shop_id limit $2`;
export const LOAD_DOCUMENTS_SQL = `select ${DOCUMENT_COLUMNS} from search_document d
  where (d.shop_id, d.document_id) > ($1, $2) order by d.shop_id, d.document_id limit $3`;
export const LOAD_WORDS_SQL = `select ${WORD_COLUMNS} from search_word w where w.word > $1 order by w.word limit $2`;

export const SHOPS_SQL = `select ${SHOP_COLUMNS} from search_shop s where s.shop_id = any ($1::uuid[])`;

/**
 * Transactions whose changes can be seen and were not read yet: from $1 on, without those of $2. A database restored from
 * another server may hold numbers of the future; they are no transaction of this one.
 */
export const NEWS_SQL = `
  select pg_snapshot_xmin(pg_current_snapshot())::text as mark, array(
    select distinct changed::text from (
      select changed from search_document where changed >= $1::xid8
      union all select changed from search_shop where changed >= $1::xid8
      union all select changed from search_gone where changed >= $1::xid8
      union all select changed from search_word where changed >= $1::xid8) c
    where changed < pg_snapshot_xmax(pg_current_snapshot()) and changed <> all ($2::xid8[])) as news`;

/** $1: transactions; and the next part in the order of the key, as above. */
export const NEW_DOCUMENTS_SQL = `select ${DOCUMENT_COLUMNS} from search_document d
  where d.changed = any ($1::xid8[]) and (d.shop_id, d.document_id) > ($2, $3) order by d.shop_id, d.document_id limit $4`;
export const NEW_SHOPS_SQL = `select ${SHOP_COLUMNS} from search_shop s
  where s.changed = any ($1::xid8[]) and s.shop_id > $2 order by s.shop_id limit $3`;
export const NEW_WORDS_SQL = `select ${WORD_COLUMNS} from search_word w
  where w.changed = any ($1::xid8[]) and w.word > $2 order by w.word limit $3`;
export const GONE_SQL = `select g.shop_id, g.document_id from search_gone g where g.changed = any ($1::xid8[])
  and not exists (select from search_document d where d.shop_id = g.shop_id and d.document_id = g.document_id)`;

/** $1, $2: shops and documents, side by side. */
export const CARDS_SQL = `
  select d.shop_id, d.document_id, d.kind, d.title, d.handle, d.price_cents, d.price_varies, d.available, d.photo
  from unnest($1::uuid[], $2::uuid[]) k (shop_id, document_id) join search_document d using (shop_id, document_id)`;

export const STEMS_SQL = `
  select word, (tsvector_to_array(search_words(word)))[1] as lexeme, search_sound(word) as sound from unnest($1::text[]) word`;
