import { type CardRow, cards, type CategoryRow, newest, PRICES, VISIBLE } from '../shop-row.js';
import { isFiltered, type ListQuery, PER_PAGE, SORTS } from './list-query.js';

/** A list as one statement finds it. */
export interface ListRow {
  products: CardRow[];
  total: number;
  /** Categories of what was found, whichever is chosen. */
  categories: CategoryRow[];
  /** The newest of the shop, when nothing was found. */
  newest: CardRow[] | null;
}

export interface ListColumns {
  list: ListRow;
}

/** Every word of $5 begins a word of the product; plurals and small words (« de », « la ») do not count. */
const WORDS = `(' ' || p.words) like all (array(
  select '% ' || regexp_replace(w, '(?<=\\w{3})s$', '') || '%' from unnest(string_to_array(search_fold($5), ' ')) w
  where length(search_words(w)) > 0))`;

/** Prices and stock of all products at once: only for lists that are ordered or narrowed by them. */
const ALL_PRICES = `join (select product_id, ${PRICES} from variant where shop_id = $1 and archived_at is null
  group by product_id) v using (product_id)`;

/** The shop's own lead time among those of products. */
const OWN_LEAD = -1;

const NARROWED = `and ($6::int is null or v.highest_cents >= $6) and ($7::int is null or v.lowest_cents <= $7)
  and (not $8::boolean or coalesce(v.available, 1) > 0)
  and ($10::int[] is null or coalesce(p.lead_minutes, ${OWN_LEAD}) = any ($10) and coalesce(v.available, 1) > 0)`;

/** $4 category, $5 words, $6 and $7 lowest and highest price in cents, $8 in stock only, $9 how many to skip, $10 lead times or null. */
export function listColumns(query: ListQuery): Record<keyof ListColumns, string> {
  const { order, needsPrice } = SORTS[query.sort];
  const withPrices = needsPrice || isFiltered(query);
  return {
    list: `(with found as materialized (
        select p.product_id, p.category, p.created_at${withPrices ? ', v.lowest_cents' : ''}
        from product p ${withPrices ? ALL_PRICES : ''}
        where ${VISIBLE} and ($5 = '' or ${WORDS}) ${withPrices ? NARROWED : UNUSED}),
      chosen as (select * from found where $4 = '' or category = $4),
      shown as (select product_id from chosen p order by ${order.replace('v.', 'p.')} limit ${PER_PAGE} offset $9)
      select json_build_object(
        'products', ${cards('and p.product_id = any (array(select product_id from shown))', order)},
        'total', (select count(*)::int from chosen),
        'categories', (select coalesce(json_agg(json_build_object('category', category, 'count', n)
            order by n desc, category), '[]')
          from (select category, count(*)::int as n from found where category is not null group by category
            order by n desc, category limit 30) g),
        'newest', case when not exists (select from chosen) then ${NEWEST} end))`,
  };
}

/** Parameters that a plain list has no use for must still be of a type. */
const UNUSED = 'and $6::int is null and $7::int is null and not $8::boolean and $10::int[] is null';

/** What to show when nothing was found, or a page is not there: the newest, those that can be had first. */
export const NEWEST = cards(newest(16), '(coalesce(v.available, 1) = 0), p.created_at desc, p.product_id limit 4');

/** `leads`: those of the products that can be collected on the day that was asked for; null when none was. */
export const listParameters = (
  { category, text, least, most, inStock, page }: ListQuery,
  leads: (number | null)[] | null,
): unknown[] => [
  category,
  text,
  least,
  most,
  inStock,
  (page - 1) * PER_PAGE,
  leads && leads.map((minutes) => minutes ?? OWN_LEAD),
];
