import { DEFAULT_SECTIONS, type Section } from '#libs/looks';
import { cardCount, cards, PHOTO, VISIBLE } from './shop-row.js';

/** $4: sections that somebody tries on, or null; $5: those of a shop that has none. */
const SHOWN = `coalesce($4::jsonb, s.sections, $5::jsonb)`;

const TILES = 12;

/** How many of the newest are looked at for those that can be had: a shop may have 20,000 products, and each has its stock looked up. */
const LOOKED_AT = 120;
const latest = (where: string): string => `(select q.product_id from product q
    where q.shop_id = $1 and q.published and q.archived_at is null ${where} order by q.created_at desc limit ${LOOKED_AT})`;
const WANTED = `and p.product_id = any (case e->>'source'
    when 'category' then array${latest(`and q.category = e->>'category'`)}
    when 'picked' then array(select id::uuid from jsonb_array_elements_text(e->'productIds') as picked (id)
      where id ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')
    else array${latest('')} end)`;
const ORDER = `
  case when e->>'source' = 'picked' then
    (select at from jsonb_array_elements_text(e->'productIds') with ordinality as picked (id, at)
     where picked.id = p.product_id::text limit 1) end,
  (coalesce(v.available, 1) = 0), p.created_at desc, p.product_id
  limit case when e->>'source' = 'picked' then 24 else (e->>'count')::int end`;

/** What the sections need, for `pageSql`: one statement, whatever the sections are. */
export const SECTION_COLUMNS = {
  sections: SHOWN,
  rows: `(select coalesce(jsonb_object_agg(e->>'id', ${cards(WANTED, ORDER)}), '{}')
    from jsonb_array_elements(${SHOWN}) e where e->>'type' = 'products')`,
  pictures: `(select coalesce(jsonb_object_agg(f.photo_id, ${PHOTO}), '{}') from shop_picture f
    where f.shop_id = $1 and f.photo_id::text in (select e->>'photoId' from jsonb_array_elements(${SHOWN}) e))`,
  tiles: `(select coalesce(json_agg(json_build_object('category', c.category, 'count', c.count, 'photo',
      (select ${PHOTO} from product p join photo f on f.shop_id = $1 and f.product_id = p.product_id and f.state = 'ready'
       where p.shop_id = $1 and p.product_id = any (array${latest('and q.category = c.category')})
       order by p.created_at desc, f.position, f.photo_id limit 1))
      order by c.count desc, c.category), '[]')
    from (select p.category, count(*)::int as count from product p
      where ${VISIBLE} and p.category is not null and ${SHOWN} @> '[{"type": "categories"}]'
      group by p.category order by 2 desc, 1 limit ${TILES}) c)`,
  product_count: cardCount(''),
};

/** Parameters of `SECTION_COLUMNS`; `tried` are sections that are not the shop's own yet. */
export const sectionParameters = (tried: readonly Section[] | null): unknown[] => [
  tried && JSON.stringify(tried),
  JSON.stringify(DEFAULT_SECTIONS),
];
