import type { TableFault, TablePage, TableRow } from '#libs/catalog';
import { type Pager, pagerOf } from '../http/pager.js';
import type { Choice, Say } from './product-choices.js';
import { cellView, type CellView, type TableQuery } from './product-table.form.js';

export const PATH = '/produits/tableau';

/** Cells that were not saved, by the name of their field. */
export type Refused = Map<string, { typed: string; error: string; now: TableFault['now'] }>;

interface RowView {
  name: string;
  url: string;
  options: string;
  price: CellView;
  priceLabel: string;
  /** Null for what is made or fetched on order. */
  stock: CellView | null;
  stockLabel: string;
  /** Null beside the first variant of a product, which says it for all. */
  sale: (CellView & { isChecked: boolean }) | null;
}

export interface TableView {
  rows: RowView[];
  total: string;
  pager: Pager;
  query: string;
  states: Choice[];
  categories: Choice[];
  stocks: Choice[];
  summary: { fieldId: string; message: string }[];
}

interface Found {
  found: TablePage;
  categories: string[];
  query: TableQuery;
  refused: Refused;
}

export function tableView({ found, categories, query, refused }: Found, say: Say): TableView {
  const { etat, q, rayon, stock } = query;
  const kept = new URLSearchParams(Object.entries({ etat, q, rayon, stock }).filter(([, value]) => value !== ''));
  const { total, page, perPage } = found;
  const choice =
    (selected: string) =>
    (value: string, label: string): Choice => ({
      value,
      label,
      isSelected: value === selected,
    });
  const [state, shelf, stockChoice] = [choice(etat), choice(rayon), choice(stock)];
  const names = new Map(
    found.rows.flatMap((row) => [[row.variantId, row.name] as const, [row.productId, row.name] as const]),
  );
  return {
    rows: found.rows.map((row) => rowView(row, refused, say)),
    total: say('products.table.total', { count: total }),
    pager: pagerOf({ page, perPage, total, path: PATH, kept }),
    query: q,
    states: [
      state('', say('products.filter.all')),
      state('en-vente', say('products.filter.published')),
      state('brouillons', say('products.filter.draft')),
    ],
    categories: [shelf('', say('products.table.every_category')), ...categories.map((name) => shelf(name, name))],
    stocks: [stockChoice('', say('products.table.every_stock')), stockChoice('epuise', say('products.state.sold_out'))],
    summary: [...refused].map(([fieldId, { error }]) => {
      const name = names.get(fieldId.slice(fieldId.indexOf('-') + 1));
      return {
        fieldId: name === undefined ? 'tableau' : fieldId,
        message: name === undefined ? error : `${name}\u00a0: ${error}`,
      };
    }),
  };
}

function rowView(row: TableRow, refused: Refused, say: Say): RowView {
  const options = row.options.join(', ');
  const name = options ? `${row.name}, ${options}` : row.name;
  const sale = cellView(row, 'published', refused);
  return {
    name: row.name,
    url: `/produits/${row.productId}`,
    options,
    price: cellView(row, 'price', refused),
    priceLabel: say('products.table.price_of', { name }),
    stock: row.stock === 'untracked' ? null : cellView(row, 'stock', refused),
    stockLabel: say('products.table.stock_of', { name }),
    sale: row.isFirst ? { ...sale, isChecked: sale.value === 'yes' } : null,
  };
}
