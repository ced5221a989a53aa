/** As `ui/pager` shows it. */
export interface Pager {
  page: number;
  pageCount: number;
  previousUrl: string | null;
  nextUrl: string | null;
  pages: { number?: number; url?: string; isCurrent?: boolean }[];
}

interface Wanted {
  page: number;
  perPage: number;
  total: number;
  path: string;
  /** The rest of the query. */
  kept: URLSearchParams;
}

/** Links to the first, the last and the near pages of a list, `?page=` counting from 1. */
export function pagerOf({ page, perPage, total, path, kept }: Wanted): Pager {
  const pageCount = Math.max(1, Math.ceil(total / perPage));
  const url = (number: number): string => {
    const query = new URLSearchParams(kept);
    if (number > 1) query.set('page', String(number));
    return query.size > 0 ? `${path}?${query.toString()}` : path;
  };
  const near = [1, page - 1, page, page + 1, pageCount].filter((n) => n >= 1 && n <= pageCount);
  const numbers = [...new Set(near)].sort((a, b) => a - b);
  return {
    page,
    pageCount,
    previousUrl: page > 1 ? url(page - 1) : null,
    nextUrl: page < pageCount ? url(page + 1) : null,
    pages: numbers.flatMap((number, i) => {
      const gap = i > 0 && number - numbers[i - 1]! > 1 ? [{}] : [];
      return [...gap, { number, url: url(number), isCurrent: number === page }];
    }),
  };
}
