import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { type OptionPlan, Products, type ProductView, Variants } from '#libs/catalog';
import { InvalidInputError } from '#libs/kernel';
import { redirectTo } from '../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { stockChoices } from './product-choices.js';
import { newVariantForm, OPTION_COUNT, optionFields, optionsOf, valuesOf } from './product-options.form.js';
import { variantLabel } from './product-variant.mapper.js';
import { moneyText } from '../http/wording.js';

interface Shown {
  form?: FormView & { status?: number };
  /** The form of one more variant. */
  addForm?: FormView & { status?: number };
  /** Asked for once more, because variants would go. */
  plan?: OptionPlan;
}

/** « Déclinaisons »: sizes, colours, and what they make. */
@Controller('@gestion/produits/:productId/declinaisons')
export class ProductOptionsController {
  constructor(
    private readonly products: Products,
    private readonly variants: Variants,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('shop_member')
  async form(@Param('productId') productId: string, @Res() reply: Reply): Promise<void> {
    await this.show(reply, await this.products.byId(productId));
  }

  @Post()
  @Policy('shop_member')
  async save(@Param('productId') productId: string, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const product = await this.products.byId(productId);
    const typed = fieldsOf(body);
    try {
      const options = optionsOf(typed);
      const plan = await this.variants.plan(productId, options);
      if (plan.removed.length > 0 && typed['confirm'] !== 'yes') {
        return await this.show(reply, product, { form: freshForm(typed), plan });
      }
      const saved = await this.variants.setOptions(productId, options);
      const values = { count: saved.variants.length };
      redirectTo(reply, pathOf(product), { key: 'products.options_saved', values });
    } catch (error) {
      await this.show(reply, product, { form: refusedForm(error, typed, 'name0') });
    }
  }

  @Post('ajout')
  @Policy('shop_member')
  async add(@Param('productId') productId: string, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const product = await this.products.byId(productId);
    const typed = fieldsOf(body);
    try {
      const { price, stock, onHand } = parseForm(newVariantForm, typed);
      const options = valuesOf(typed, product);
      const count = stock === 'untracked' ? 0 : (onHand ?? 0);
      await this.variants.add(productId, { options, priceCents: price, stock, onHand: count });
      const values = { name: variantLabel(product, options) || product.name };
      redirectTo(reply, pathOf(product), { key: 'products.variant_added', values });
    } catch (error) {
      await this.show(reply, product, { addForm: refusedForm(inAddForm(error), typed, 'price') });
    }
  }

  @Post(':variantId/retrait')
  @Policy('shop_member')
  async remove(
    @Param('productId') productId: string,
    @Param('variantId') variantId: string,
    @Res() reply: Reply,
  ): Promise<void> {
    const product = await this.products.byId(productId);
    const options = product.variants.find((variant) => variant.variantId === variantId)?.options ?? [];
    await this.variants.remove(productId, variantId);
    redirectTo(reply, pathOf(product), {
      key: 'products.variant_removed',
      values: { name: variantLabel(product, options) },
      undo: { path: `${pathOf(product)}/${variantId}/retour`, key: 'products.undo' },
    });
  }

  @Post(':variantId/retour')
  @Policy('shop_member')
  async restore(
    @Param('productId') productId: string,
    @Param('variantId') variantId: string,
    @Res() reply: Reply,
  ): Promise<void> {
    const product = await this.products.byId(productId);
    await this.variants.restore(productId, variantId);
    redirectTo(reply, pathOf(product), { key: 'products.variant_restored' });
  }

  private async show(reply: Reply, product: ProductView, { form, addForm, plan }: Shown = {}): Promise<void> {
    const say = (key: string, values = {}): string => this.pages.say('merchant', key, values);
    const shown = form ?? freshForm(optionFields(product));
    const added = addForm ?? freshForm({ stock: 'tracked', onHand: '0' });
    const model = {
      title: say('products.options_title'),
      product: { name: product.name, url: `/produits/${product.productId}` },
      url: pathOf(product),
      summary: [...shown.summary, ...added.summary],
      options: Array.from({ length: OPTION_COUNT }, (_, i) => optionRow(shown, i)),
      removed: plan?.removed.map(({ options }) => variantLabel(product, options) || say('products.alone')) ?? null,
      removedTitle: plan ? say('products.options_removed', { count: plan.removed.length }) : null,
      variants: product.variants.map(({ variantId, options, priceCents, stock, onHand }) => ({
        label: variantLabel(product, options) || say('products.alone'),
        price: moneyText(priceCents),
        stock: stock === 'untracked' ? say('products.on_order') : say('products.in_stock', { count: onHand }),
        removeUrl: `${pathOf(product)}/${variantId}/retrait`,
      })),
      hasSeveral: product.variants.length > 1,
      hasOptions: product.optionNames.length > 0,
      added,
      values: product.optionNames.map((name, i) => ({
        label: name,
        name: `value${i}`,
        value: added.values[`value${i}`] ?? '',
        error: added.errors[`value${i}`] ?? null,
      })),
      stocks: stockChoices(added.values['stock'], say),
    };
    await page(reply, 'merchant/product-options', model, { status: form?.status ?? addForm?.status ?? 200 });
  }
}

const pathOf = ({ productId }: ProductView): string => `/produits/${productId}/declinaisons`;

const fieldsOf = (body: unknown): Record<string, unknown> =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};

function optionRow({ values, errors }: FormView, i: number) {
  const field = (name: string) => ({
    name: `${name}${i}`,
    value: values[`${name}${i}`] ?? '',
    error: errors[`${name}${i}`] ?? null,
  });
  return { number: i + 1, name: field('name'), values: field('values') };
}

const FIELDS: Record<string, string> = { priceCents: 'price', options: 'value0' };

/** The catalogue's errors under the names of the form's fields. */
function inAddForm(error: unknown): unknown {
  if (!(error instanceof InvalidInputError)) return error;
  return new InvalidInputError(
    error.errors.map((each) => {
      const name = each.path.split('.').find((part) => Number.isNaN(Number(part)) && part !== 'variants') ?? 'price';
      return { ...each, path: FIELDS[name] ?? name };
    }),
  );
}
