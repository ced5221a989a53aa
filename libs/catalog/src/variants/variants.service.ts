import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { NotFoundError, newId } from '#libs/kernel';
import { Tenancy } from '#libs/tenancy';
import { LastVariantError } from '../catalog.errors.js';
import { CatalogNews } from '../catalog-news.js';
import { knownId } from '../known-id.js';
import { check, variantInput, type VariantInput } from '../product-input.js';
import { type LockedProduct, lockProduct } from '../product-rows.js';
import { contentColumns, refuseUnfittingVariants } from '../product-rules.js';
import type { ProductView } from '../product-view.js';
import { Products } from '../products.service.js';
import { insertVariants, updateVariants, type VariantRow } from '../variant-rows.js';
import { lockAllVariants, setVariantsArchived, writeOptionNames } from './variant-archive.js';
import { type KnownVariant, type OptionPlan, optionValues, type OptionValues, planOptions } from './variant-options.js';

interface Locked {
  product: LockedProduct;
  variants: KnownVariant[];
}

/** Options and variants of the current shop's products. An id that is unknown or of another shop is a NotFoundError. */
@Injectable()
export class Variants {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly products: Products,
    private readonly news: CatalogNews,
  ) {}

  /** What `setOptions` would do now. @throws InvalidInputError, TooManyVariantsError */
  async plan(productId: string, options: OptionValues): Promise<OptionPlan> {
    const checked = check(optionValues, options);
    return this.tenancy.shopTransaction(async (tx) => planned(await lock(tx, productId), checked));
  }

  /**
   * One variant for each combination of values; what is sold already keeps its price and stock, a combination that comes back is
   * the variant it was, and what is no longer among them is archived. @throws InvalidInputError, TooManyVariantsError
   */
  async setOptions(productId: string, options: OptionValues): Promise<ProductView> {
    const checked = check(optionValues, options);
    return this.tenancy.shopTransaction(async (tx) => {
      const locked = await lock(tx, productId);
      const { kept, added, removed } = planned(locked, checked);
      const { product_id } = locked.product;
      await setVariantsArchived(tx, idsOf(removed), true);
      await setVariantsArchived(tx, idsOf(kept), false);
      await writeOptionNames(
        tx,
        product_id,
        checked.map(({ name }) => name),
      );
      await updateVariants(tx, kept, 'count');
      await insertVariants(tx, added, 'initial');
      await this.news.productsChanged(tx, [product_id]);
      return this.products.byId(product_id);
    });
  }

  /** One more variant, after the others. @throws InvalidInputError when its values do not fit or are there already. */
  async add(productId: string, input: VariantInput): Promise<ProductView> {
    const { content, ...given } = check(variantInput, input);
    return this.tenancy.shopTransaction(async (tx) => {
      const { product, variants } = await lock(tx, productId);
      const offered = variants.filter(({ archived }) => !archived);
      const row: VariantRow = {
        variant_id: newId(),
        product_id: product.product_id,
        position: Math.max(-1, ...offered.map(({ position }) => position)) + 1,
        options: given.options,
        sku: given.sku,
        ean: given.ean,
        price_cents: given.priceCents,
        compare_at_cents: given.compareAtCents,
        stock: given.stock,
        on_hand: given.onHand,
        weight_grams: given.weightGrams,
        ...contentColumns(content),
        photo_id: null,
      };
      refuseUnfittingVariants(product, [row], [...offered, row]);
      await insertVariants(tx, [row], 'initial');
      await this.news.productsChanged(tx, [product.product_id]);
      return this.products.byId(product.product_id);
    });
  }

  /** Takes it out of the offer; its orders, stock and prices stay, and `restore` brings it back. @throws LastVariantError */
  async remove(productId: string, variantId: string): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const { product, variants } = await lock(tx, productId);
      const { variant_id, archived } = one(variants, variantId);
      if (archived) return;
      if (variants.filter((each) => !each.archived).length === 1) throw new LastVariantError({ name: product.name });
      await setVariantsArchived(tx, [variant_id], true);
      await this.news.productsChanged(tx, [product.product_id]);
    });
  }

  /** @throws InvalidInputError when the product's options are others by now, or another variant has its values. */
  async restore(productId: string, variantId: string): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const { product, variants } = await lock(tx, productId);
      const variant = one(variants, variantId);
      if (!variant.archived) return;
      const offered = variants.filter(({ archived }) => !archived);
      refuseUnfittingVariants(product, [variant], [...offered, variant]);
      await setVariantsArchived(tx, [variant.variant_id], false);
      await this.news.productsChanged(tx, [product.product_id]);
    });
  }
}

async function lock(tx: EntityManager, productId: string): Promise<Locked> {
  const product = await lockProduct(tx, knownId(productId));
  if (!product) throw new NotFoundError();
  return { product, variants: await lockAllVariants(tx, product.product_id) };
}

const planned = ({ product, variants }: Locked, options: OptionValues): OptionPlan =>
  planOptions({ names: product.option_names, variants }, options);

function one(variants: KnownVariant[], variantId: string): KnownVariant {
  const id = knownId(variantId);
  const found = variants.find(({ variant_id }) => variant_id === id);
  if (!found) throw new NotFoundError();
  return found;
}

const idsOf = (rows: VariantRow[]): string[] => rows.map(({ variant_id }) => variant_id);
