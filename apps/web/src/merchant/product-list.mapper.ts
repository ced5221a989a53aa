import type { ProductCounts, ProductFilter, ProductLine, ProductPage } from '#libs/catalog';
import type { Photo } from '#libs/themes';
import { type Pager, pagerOf } from '../http/pager.js';
import { pictureOf } from './product-photo.mapper.js';
import { moneyText } from '../http/wording.js';

export type ListState = NonNullable<ProductFilter['state']>;

type Say = (key: string, values?: Record<string, unknown>) => string;

interface ListRow {
  name: string;
  url: string;
  category: string | null;
  photo: Photo | null;
  price: string;
  stock: string;
  tag: { label: string; tone: string };
  /** Where a form brings it back from the archive. */
  restoreUrl: string | null;
}

export interface ListView {
  rows: ListRow[];
  filters: { label: string; url: string; isCurrent: boolean; count: number }[];
  pager: Pager;
  query: string;
  isEmpty: boolean;
}

interface Listed {
  found: ProductPage;
  counts: ProductCounts;
  state: ListState;
  query: string;
}

export function listView({ found, counts, state, query }: Listed, say: Say): ListView {
  const kept = new URLSearchParams({
    ...(state !== 'all' && { etat: STATES[state] }),
    ...(query && { q: query }),
  });
  const { items, page, perPage, total } = found;
  const all = counts.published + counts.draft;
  const numbers = { all, ...counts };
  const shown = (Object.keys(STATES) as ListState[]).filter((each) => each === 'all' || numbers[each] > 0);
  return {
    rows: items.map((line) => rowOf(line, say)),
    filters: shown.map((each) => ({
      label: say(`products.filter.${each}`),
      url: each === 'all' ? '/produits' : `/produits?etat=${STATES[each]}`,
      isCurrent: each === state,
      count: numbers[each],
    })),
    pager: pagerOf({ page, perPage, total, path: '/produits', kept }),
    query,
    isEmpty: all + counts.archived === 0,
  };
}

/** A state as the address of the list writes it. */
const STATES: Record<ListState, string> = { all: '', published: 'en-vente', draft: 'brouillons', archived: 'archives' };

export const stateOf = (text: string | undefined): ListState =>
  (Object.keys(STATES) as ListState[]).find((state) => STATES[state] === text) ?? 'all';

function rowOf(line: ProductLine, say: Say): ListRow {
  const price = moneyText(line.priceFromCents);
  const url = `/produits/${line.productId}`;
  return {
    name: line.name,
    url,
    category: line.category,
    photo: pictureOf(line.photo),
    price: line.hasSeveralPrices ? say('products.from', { price }) : price,
    stock: line.onHand === null ? say('products.on_order') : say('products.in_stock', { count: line.onHand }),
    tag: tagOf(line, say),
    restoreUrl: line.archivedAt === null ? null : `${url}/restauration`,
  };
}

function tagOf(line: ProductLine, say: Say): { label: string; tone: string } {
  if (line.archivedAt !== null) return { label: say('products.state.archived'), tone: 'neutral' };
  if (!line.published) return { label: say('products.state.draft'), tone: 'neutral' };
  if (!line.isAvailable) return { label: say('products.state.sold_out'), tone: 'warning' };
  return { label: say('products.state.published'), tone: 'success' };
}
