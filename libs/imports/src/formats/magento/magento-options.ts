import type { DraftBuilder } from '../draft-builder.js';
import type { SourceRow } from '../product-format.js';
import { type MagentoColumns, readAttributes, splitLines } from './magento-columns.js';
import type { HeldFamily } from './magento-hold.js';

/** The rows that become variants, with a value for each option. */
interface OptionRows {
  optionNames: string[];
  rows: { row: SourceRow; values: string[]; views: SourceRow[] }[];
}

/** A configurable product's children by the attributes that tell them apart, under the labels the shop shows. */
export function readOptions(
  columns: MagentoColumns,
  builder: DraftBuilder,
  head: SourceRow,
  children: HeldFamily['children'],
): OptionRows {
  const isConfigurable = columns.text(head.cells, 'type').toLowerCase() === 'configurable';
  if (!isConfigurable) return listedOptions(columns, head);
  const codes = [...new Set(children.flatMap(({ values }) => [...values.keys()]))];
  const labels = readAttributes(columns.text(head.cells, 'variationLabels'));
  const rows = children.flatMap(({ values, product }) => {
    const own = readAttributes(columns.text(product.row.cells, 'attributes'));
    const chosen = codes.map((code) => values.get(code) || own.get(code) || '');
    const views = product.views.map(({ row }) => row);
    if (!chosen.includes('')) return [{ row: product.row, values: chosen, views }];
    builder.refuse(product.row, 'imports.option_missing');
    return [];
  });
  return { optionNames: codes.map((code) => labels.get(code) || code), rows };
}

/** A list, which has no types, gives a product's sizes and colours one a line: it comes in every size and every colour. */
function listedOptions(columns: MagentoColumns, head: SourceRow): OptionRows {
  const lists = (columns.has('type') ? [] : (['size', 'color'] as const))
    .map((field) => ({ name: field, values: splitLines(columns.text(head.cells, field)) }))
    .filter(({ values }) => values.length > 1);
  const all = lists.reduce<string[][]>(
    (sofar, { values }) => sofar.flatMap((one) => values.map((v) => [...one, v])),
    [[]],
  );
  return {
    optionNames: lists.map(({ name }) => name),
    rows: all.map((values) => ({ row: head, values, views: [] })),
  };
}
