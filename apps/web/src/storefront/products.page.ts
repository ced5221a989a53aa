import type { CategoryView, NavLink, Pager } from '#libs/themes';
import { categoryLinks } from './home.page.js';
import { cardsOf } from './product-card.mapper.js';
import { say } from './sentences.js';
import type { ShopPage } from './shop-pages.service.js';
import { cardCount, type CardRow, cards } from './shop-row.js';

const PER_PAGE = 24;
const MAX_PAGE = 400;

/** What `/produits` was asked: `rayon`, `q`, `tri` (`prix`, `prix-desc`), `page`. */
export interface ListQuery {
  category: string;
  text: string;
  sort: keyof typeof SORTS;
  page: number;
}

export interface ListColumns {
  products: CardRow[];
  total: number;
}

const SORTS = {
  nouveautes: { key: 'products.newest', order: 'p.created_at desc, p.product_id' },
  prix: { key: 'products.cheapest', order: 'v.lowest_cents, p.product_id' },
  'prix-desc': { key: 'products.dearest', order: 'v.lowest_cents desc, p.product_id' },
} as const;

/** Any query string: what makes no sense is as if it were not there. */
export function listQuery(query: Record<string, unknown>): ListQuery {
  const text = (name: string): string => {
    const value = query[name];
    return typeof value === 'string' ? value.replaceAll('\0', '').trim().slice(0, 100) : '';
  };
  const page = Number(text('page'));
  const sort = text('tri');
  return {
    category: text('rayon'),
    text: text('q'),
    sort: Object.hasOwn(SORTS, sort) ? (sort as ListQuery['sort']) : 'nouveautes',
    page: Number.isInteger(page) && page >= 1 && page <= MAX_PAGE ? page : 1,
  };
}

/** $4 category, $5 a part of the name. */
const FILTER = `and ($4 = '' or p.category = $4)
  and ($5 = '' or unaccent(p.name || ' ' || coalesce(p.category, '')) ilike unaccent($5))`;

export const listColumns = ({ sort, page }: ListQuery): Record<string, string> => ({
  products: cards(FILTER, `${SORTS[sort].order} limit ${PER_PAGE} offset ${(page - 1) * PER_PAGE}`),
  total: cardCount(FILTER),
});

export const listParameters = ({ category, text }: ListQuery): unknown[] => [
  category,
  text === '' ? '' : `%${text.replace(/[\\%_]/g, '\\$&')}%`,
];

export function listView(page: ShopPage<ListColumns>, query: ListQuery): CategoryView {
  const { row } = page;
  const title = query.text ? say('products.found', { query: query.text }) : query.category || say('products.title');
  const path = listUrl(query, {});
  const isFirst = query.page === 1 && query.sort === 'nouveautes' && query.text === '';
  return {
    ...page.view({ title, path, isIndexable: isFirst && row.total > 0 }),
    title,
    description: null,
    breadcrumb: [
      { label: say('nav.home'), url: '/' },
      ...(query.category || query.text ? [{ label: say('nav.products'), url: '/produits' }] : []),
      { label: title, url: path, isCurrent: true },
    ],
    query: query.text,
    categories: categoryLinks(row.categories, query.text ? null : query.category),
    sorts: sortLinks(query),
    products: cardsOf(page, row.products),
    total: row.total,
    pager: pagerOf(query, row.total),
  };
}

const sortLinks = (query: ListQuery): NavLink[] =>
  Object.entries(SORTS).map(([sort, { key }]) => ({
    label: say(key),
    url: listUrl(query, { sort: sort as ListQuery['sort'], page: 1 }),
    isCurrent: sort === query.sort,
  }));

function listUrl(query: ListQuery, change: Partial<ListQuery>): string {
  const { category, text, sort, page } = { ...query, ...change };
  const parts = new URLSearchParams();
  if (category) parts.set('rayon', category);
  if (text) parts.set('q', text);
  if (sort !== 'nouveautes') parts.set('tri', sort);
  if (page > 1) parts.set('page', String(page));
  return parts.size > 0 ? `/produits?${parts.toString()}` : '/produits';
}

/** First, last, and the neighbours of the present page. */
function pagerOf(query: ListQuery, total: number): Pager {
  const pageCount = Math.max(1, Math.ceil(total / PER_PAGE));
  const near = [1, query.page - 1, query.page, query.page + 1, pageCount];
  const shown = [...new Set(near)].filter((n) => n >= 1 && n <= pageCount).toSorted((a, b) => a - b);
  const entry = (n: number) => ({ number: n, url: listUrl(query, { page: n }), isCurrent: n === query.page });
  const pages = shown.flatMap((n, i) => {
    const isGap = n - (shown[i - 1] ?? n - 1) > 1;
    return isGap ? [{ number: n - 1, url: null, isCurrent: false }, entry(n)] : [entry(n)];
  });
  return {
    page: query.page,
    pageCount,
    previousUrl: query.page > 1 ? listUrl(query, { page: query.page - 1 }) : null,
    nextUrl: query.page < pageCount ? listUrl(query, { page: query.page + 1 }) : null,
    pages: pageCount > 1 ? pages : [],
  };
}
