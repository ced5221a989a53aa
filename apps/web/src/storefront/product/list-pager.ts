import type { Pager } from '#libs/themes';
import { type ListQuery, listUrl, PER_PAGE } from './list-query.js';

/** First, last, and the neighbours of the present page. */
export function listPager(query: ListQuery, total: number): Pager {
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
    previousUrl: query.page > 1 ? listUrl(query, { page: Math.min(query.page - 1, pageCount) }) : null,
    nextUrl: query.page < pageCount ? listUrl(query, { page: query.page + 1 }) : null,
    pages: pageCount > 1 ? pages : [],
  };
}
