import type { ReadOutcome } from '../engine/import-kind.js';
import type { CombinationsDraft, ProductDraft, ReadDraft, RowRefusal } from '../formats/index.js';
import { checkProduct } from './product-row.js';
import type { ProductItem } from './two-file-products.js';

/** A format's drafts as the engine takes them, each checked. */
export async function* outcomesOf(read: AsyncIterable<ReadDraft>): AsyncGenerator<ReadOutcome<ProductItem>> {
  for await (const outcome of read) {
    if (outcome.kind === 'product') yield* itemOf(outcome);
    else if (outcome.kind === 'refusal') yield refusalOf(outcome);
    else yield combinationsOf(outcome);
  }
}

/** A product that is refused as a whole is refused row by row, so that the report holds them all. */
function itemOf({ rows = [], ...draft }: ProductDraft): ReadOutcome<ProductItem>[] {
  const checked = checkProduct(draft);
  const { line, lines } = draft;
  const cells = rows[0]?.cells ?? null;
  if (!('code' in checked)) {
    const item: ProductItem = { kind: 'product', draft: checked.draft, ...(draft.base && { raw: draft }) };
    return [{ kind: 'item', line, rows: lines.length, item, notes: checked.notes, cells }];
  }
  const refused = rows.length > 0 ? rows : [{ line, cells }];
  return refused.map((row) => ({ kind: 'refusal', isBroken: false, ...row, ...checked }));
}

function combinationsOf(item: CombinationsDraft): ReadOutcome<ProductItem> {
  const { line, lines, notes, cells } = item;
  return { kind: 'item', line, rows: lines.length, item, notes, cells };
}

const refusalOf = ({ line, cells, code, details }: RowRefusal): ReadOutcome<ProductItem> => ({
  kind: 'refusal',
  line,
  cells,
  isBroken: code.startsWith('tabular.'),
  code,
  details,
});
