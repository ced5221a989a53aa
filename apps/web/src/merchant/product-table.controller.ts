import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { ProductTable, type SavedTable, type TableFilter, type TableFault } from '#libs/catalog';
import { errorSentences } from '../http/error-sentences.js';
import { redirectTo } from '../http/flash.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply } from '../http/site-request.js';
import { cellName, type TableQuery, tableQuery, typedTable, type TypedTable } from './product-table.form.js';
import { PATH, tableView, type Refused } from './product-table.mapper.js';

const STATES = { '': 'all', 'en-vente': 'published', brouillons: 'draft' } as const;

/** « Prix et stocks »: many variants as one table. */
@Controller(`@gestion${PATH}`)
export class ProductTableController {
  constructor(
    private readonly table: ProductTable,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('shop_member')
  async show(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    await this.draw(reply, tableQuery.parse(query));
  }

  /** Good cells are saved although others are not. */
  @Post()
  @Policy('shop_member')
  async save(
    @Actor() actor: SignedIn,
    @Query() query: unknown,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const asked = tableQuery.parse(query);
    const typed = typedTable(body);
    const saved = await this.table.save(typed.cells, actor.personId);
    const refused = refusedCells(typed, saved, body);
    if (refused.size > 0) return this.draw(reply, asked, { saved, refused });
    const { editId } = saved;
    redirectTo(reply, addressOf(asked), {
      key: editId ? 'products.table.saved' : 'products.table.same',
      tone: editId ? 'success' : 'info',
      values: { count: saved.saved },
      ...(editId && { undo: { path: undoPath(editId, asked), key: 'products.undo' } }),
    });
  }

  @Post('annulation')
  @Policy('shop_member')
  async undo(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const asked = tableQuery.parse(query);
    const { restored, skipped } = await this.table.undo(asked.edition);
    redirectTo(reply, addressOf(asked), {
      key: skipped > 0 ? 'products.table.undone_partly' : 'products.table.undone',
      tone: skipped > 0 ? 'warning' : 'success',
      values: { count: restored, skipped },
    });
  }

  private async draw(
    reply: Reply,
    query: TableQuery,
    { saved, refused }: { saved?: SavedTable; refused?: Refused } = {},
  ): Promise<void> {
    const say = (key: string, values = {}): string => this.pages.say('merchant', key, values);
    const [found, categories] = [await this.table.page(filterOf(query)), await this.table.categories()];
    const view = tableView({ found, categories, query, refused: refused ?? new Map() }, say);
    const editId = saved?.editId;
    const model = {
      title: say('products.table.title'),
      ...view,
      action: addressOf(query),
      partly: refused
        ? say('products.table.partly', {
            saved: say('products.table.saved', { count: saved?.saved ?? 0 }),
            count: refused.size,
          })
        : null,
      undoUrl: editId ? undoPath(editId, query) : null,
    };
    await page(reply, 'merchant/product-table', model, { status: refused ? 422 : 200 });
  }
}

const filterOf = ({ etat, q, rayon, stock, page: number }: TableQuery): TableFilter => ({
  state: STATES[etat],
  query: q,
  ...(rayon && { category: rayon }),
  soldOut: stock === 'epuise',
  page: number,
});

function addressOf(query: TableQuery, more: Record<string, string> = {}): string {
  const { etat, q, rayon, stock } = query;
  const given = { etat, q, rayon, stock, ...(query.page > 1 && { page: String(query.page) }), ...more };
  const parameters = new URLSearchParams(Object.entries(given).filter(([, value]) => value !== ''));
  return parameters.size > 0 ? `${PATH}?${parameters.toString()}` : PATH;
}

const undoPath = (editId: string, query: TableQuery): string =>
  addressOf(query, { edition: editId }).replace(PATH, `${PATH}/annulation`);

/** What was typed into cells that were not saved, and why not. */
function refusedCells({ unreadable }: TypedTable, { faults }: SavedTable, body: unknown): Refused {
  const typed = body as Record<string, unknown>;
  const all: (Pick<TableFault, 'field' | 'id' | 'code' | 'now'> & { details?: Record<string, unknown> })[] = [
    ...unreadable,
    ...faults,
  ];
  return new Map(
    all.map(({ field, id, code, now, details = {} }) => {
      const name = cellName(field, id);
      const value = typeof typed[name] === 'string' ? typed[name] : '';
      return [name, { typed: value, error: errorSentences().say({ code, details }), now }];
    }),
  );
}
