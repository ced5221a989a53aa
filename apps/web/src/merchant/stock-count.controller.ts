import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import { StockCounts } from '#libs/catalog';
import { newId } from '#libs/kernel';
import { redirectTo } from '../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { allowBarcodeReader } from './barcode-reader.js';
import { pieces } from './product-fields.js';
import { countableLine, COUNTING, countLine } from './stock-count.mapper.js';

/** Whatever an address says: an unknown word finds nothing. */
const countQuery = z.object({
  q: z.string().trim().max(100).catch(''),
  variante: z.string().optional().catch(undefined),
});

const required = pieces.transform((count, context) => {
  if (count === null) context.addIssue({ code: 'custom', message: 'catalog.stock' });
  return count ?? 0;
});

const countForm = z.object({
  countId: z.uuid().optional(),
  variantId: z.string(),
  expected: required,
  counted: required,
});

/** « Inventaire »: scan or type, count, next. */
@Controller('@gestion/produits/inventaire')
export class StockCountController {
  constructor(
    private readonly counts: StockCounts,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('shop_member')
  async screen(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { q, variante } = countQuery.parse(query);
    await this.show(reply, { query: q, variantId: variante });
  }

  @Post()
  @Policy('shop_member')
  async count(@Body() body: Record<string, unknown>, @Res() reply: Reply): Promise<void> {
    const { variantId } = parseForm(countForm.pick({ variantId: true }), body);
    const variant = await this.counts.variant(variantId);
    try {
      const { countId = newId(), expected, counted } = parseForm(countForm, body);
      await this.counts.count({ countId, variantId, expected, counted });
      const difference = counted - expected;
      const key = difference === 0 ? 'count.saved' : difference < 0 ? 'count.saved_less' : 'count.saved_more';
      redirectTo(reply, COUNTING, { key, values: { name: variant.name, counted, difference: Math.abs(difference) } });
    } catch (error) {
      await this.show(reply, { query: '', variantId, form: refusedForm(error, body, 'counted') });
    }
  }

  @Post('annulation')
  @Policy('shop_member')
  async undo(@Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const { countId } = parseForm(z.object({ countId: z.string() }), body);
    await this.counts.undo(countId);
    redirectTo(reply, COUNTING, { key: 'count.undone' });
  }

  private async show(
    reply: Reply,
    { query, variantId, form }: { query: string; variantId?: string | undefined; form?: FormView & { status: number } },
  ): Promise<void> {
    const found = variantId ? [await this.counts.variant(variantId)] : await this.counts.find(query);
    const say = (key: string, values = {}): string => this.pages.say('merchant', key, values);
    const [only] = found.length === 1 ? found : [];
    const chosen = only && countableLine(only, query);
    allowBarcodeReader(reply);
    await page(
      reply,
      'merchant/stock-count',
      {
        title: say('count.title'),
        query,
        chosen: chosen ?? null,
        isCounted: only?.stock !== 'untracked',
        form: form ?? freshForm(),
        countId: newId(),
        choices: only ? [] : found.map((line) => countableLine(line, query)),
        isUnknown: query !== '' && found.length === 0,
        counts: (await this.counts.today()).map((count) => countLine(count, say)),
      },
      { status: form?.status ?? 200 },
    );
  }
}
