import type { CategoryView, NavLink } from '#libs/themes';
import { photoOrNull } from '../photo.mapper.js';
import { cardsOf } from '../product-card.mapper.js';
import { say } from '../sentences.js';
import type { ShopPage } from '../shop-pages.service.js';
import { breadcrumbData } from '../structured/site-data.js';
import type { ListColumns } from './list-columns.js';
import { listFilters, sortLinks } from './list-filters.js';
import { listPager } from './list-pager.js';
import { isFiltered, type ListQuery, listUrl, NO_FILTER } from './list-query.js';
import { shelfLinks } from './shelf-links.js';

/** The shop's products, narrowed by shelf, words, price and stock. `portal`: the region's address, without a slash at its end. */
export function listView(page: ShopPage<ListColumns>, query: ListQuery, portal: string): CategoryView {
  const { list, shop } = page.row;
  const title = query.text ? say('products.found', { query: query.text }) : query.category || say('products.title');
  const photo = list.products.find((product) => product.photo)?.photo ?? null;
  const view = page.view({
    title: query.page > 1 ? say('products.page', { title, page: query.page }) : title,
    path: listUrl(query),
    canonicalPath: listUrl(canonical(query)),
    isIndexable: query.text === '' && list.products.length > 0,
    photo: photoOrNull(shop.shop_id, photo),
  });
  const breadcrumb = breadcrumbOf(query, title);
  return {
    ...view,
    frame: { ...view.frame, structuredData: [breadcrumbData(view.frame, breadcrumb)] },
    title,
    description: null,
    breadcrumb,
    query: query.text,
    categories: shelfLinks(list.categories, query.category, (category) => listUrl(query, { category, page: 1 })),
    sorts: sortLinks(query),
    products: cardsOf(page, list.products),
    total: list.total,
    pager: listPager(query, list.total),
    filters: listFilters(query),
    instead: list.total === 0 ? instead(query, portal) : [],
    newest: list.total === 0 ? cardsOf(page, list.newest ?? []) : [],
  };
}

/** Orders and filters show the same products again: only the shelf and its pages count. */
const canonical = (query: ListQuery): ListQuery =>
  isFiltered(query) || query.sort !== 'nouveautes'
    ? { ...query, ...NO_FILTER, sort: 'nouveautes', page: 1 }
    : { ...query };

function breadcrumbOf(query: ListQuery, title: string): NavLink[] {
  const isPart = query.category !== '' || query.text !== '';
  return [
    { label: say('nav.home'), url: '/' },
    ...(isPart ? [{ label: say('nav.products'), url: '/produits' }] : []),
    { label: title, url: listUrl(query), isCurrent: true },
  ];
}

/** Where to look when nothing was found. */
function instead(query: ListQuery, portal: string): NavLink[] {
  const { text } = query;
  const asked = new URLSearchParams({ q: text }).toString();
  return [
    ...(isFiltered(query)
      ? [{ label: say('products.no_filter'), url: listUrl(query, { ...NO_FILTER, page: 1 }) }]
      : []),
    ...(query.category && text
      ? [{ label: say('products.whole_shop'), url: listUrl(query, { category: '', page: 1 }) }]
      : []),
    { label: say('products.title'), url: '/produits' },
    ...(text ? [{ label: say('products.whole_region'), url: `${portal}/recherche?${asked}` }] : []),
  ];
}
