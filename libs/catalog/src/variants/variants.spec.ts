import { InvalidInputError, newId, NotFoundError } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import { catalogRig, type CatalogRig, emptyShop, ledgerFaults } from '../../../../test/support/catalog-shop.js';
import { LastVariantError, type ProductInput, Products, TooManyVariantsError, Variants } from '../index.js';

describe('options and variants by hand', () => {
  let rig: CatalogRig;
  let products: Products;
  let variants: Variants;
  let shopId: string;

  beforeAll(async () => {
    rig = await catalogRig();
    products = rig.module.get(Products);
    variants = rig.module.get(Variants);
  }, 60_000);

  afterAll(() => rig.close());

  beforeEach(async () => {
    shopId = await emptyShop(rig);
  });

  const here = <T>(work: () => Promise<T>): Promise<T> => asShop(shopId, work);
  const sweater = (more: Partial<ProductInput> = {}) =>
    here(() =>
      products.create({
        name: 'Pull',
        published: true,
        variants: [{ priceCents: 4900, onHand: 3, sku: 'P' }],
        ...more,
      }),
    );
  const sizes = (...values: string[]) => ({ name: 'Taille', values });
  const shown = async (productId: string) =>
    (await here(() => products.byId(productId))).variants.map(({ options, priceCents, onHand }) => [
      options.join('/'),
      priceCents,
      onHand,
    ]);

  it('makes one variant for each combination; what was sold is the first one', async () => {
    const { productId, variants: before } = await sweater();
    const made = await here(() =>
      variants.setOptions(productId, [sizes('S', 'M'), { name: 'Couleur', values: ['Rouge', 'Bleu'] }]),
    );
    expect(made.optionNames).toEqual(['Taille', 'Couleur']);
    expect(await shown(productId)).toEqual([
      ['S/Rouge', 4900, 3],
      ['S/Bleu', 4900, 0],
      ['M/Rouge', 4900, 0],
      ['M/Bleu', 4900, 0],
    ]);
    expect(made.variants[0]).toMatchObject({ variantId: before[0]!.variantId, sku: 'P' });
    expect(made.variants[1]!.sku).toBeNull();
  });

  it('archives what is no longer among them, and finds it again', async () => {
    const { productId } = await sweater();
    const first = await here(() => variants.setOptions(productId, [sizes('S', 'M')]));
    const small = first.variants[0]!;
    const plan = await here(() => variants.plan(productId, [sizes('M', 'L')]));
    expect([plan.kept.length, plan.added.length, plan.removed.map(({ options }) => options)]).toEqual([1, 1, [['S']]]);
    await here(() => variants.setOptions(productId, [sizes('M', 'L')]));
    expect((await shown(productId)).map(([label]) => label)).toEqual(['M', 'L']);
    const again = await here(() => variants.setOptions(productId, [sizes('L', 's', 'M')]));
    expect(again.variants.map(({ options }) => options)).toEqual([['L'], ['s'], ['M']]);
    expect(again.variants[1]).toMatchObject({ variantId: small.variantId, onHand: 3 });
    await here(() => variants.setOptions(productId, []));
    expect(await shown(productId)).toHaveLength(1);
    expect(await ledgerFaults(rig)).toEqual([]);
  });

  it('adds one, takes one out and brings it back', async () => {
    const { productId } = await sweater();
    await here(() => variants.setOptions(productId, [sizes('S')]));
    const added = await here(() => variants.add(productId, { options: ['XL'], priceCents: 5200, onHand: 2 }));
    const extra = added.variants[1]!;
    await expect(here(() => variants.add(productId, { options: ['XL'], priceCents: 1 }))).rejects.toThrow(
      InvalidInputError,
    );
    await expect(here(() => variants.add(productId, { options: [], priceCents: 1 }))).rejects.toThrow(
      InvalidInputError,
    );
    await here(() => variants.remove(productId, extra.variantId));
    expect(await shown(productId)).toEqual([['S', 4900, 3]]);
    await expect(here(() => variants.remove(productId, added.variants[0]!.variantId))).rejects.toThrow(
      LastVariantError,
    );
    await here(() => variants.restore(productId, extra.variantId));
    expect(await shown(productId)).toEqual([
      ['S', 4900, 3],
      ['XL', 5200, 2],
    ]);
    await here(() => variants.remove(productId, extra.variantId));
    await here(() => variants.add(productId, { options: ['XL'], priceCents: 5300 }));
    await expect(here(() => variants.restore(productId, extra.variantId))).rejects.toThrow(InvalidInputError);
  });

  it('refuses too many, two of a name, and what is of another shop', async () => {
    const { productId, variants: own } = await sweater();
    const numbers = (n: number) => Array.from({ length: n }, (_, i) => `${i}`);
    const many = [sizes(...numbers(11)), { name: 'Pointure', values: numbers(10) }];
    await expect(here(() => variants.setOptions(productId, many))).rejects.toThrow(TooManyVariantsError);
    for (const wrong of [[sizes('S', 's')], [sizes('S'), { name: 'taille', values: ['1'] }], [sizes()]]) {
      await expect(here(() => variants.setOptions(productId, wrong))).rejects.toThrow(InvalidInputError);
    }
    const other = await emptyShop(rig);
    for (const id of [productId, newId(), 'x']) {
      await expect(asShop(other, () => variants.setOptions(id, [sizes('S')]))).rejects.toThrow(NotFoundError);
      await expect(asShop(other, () => variants.add(id, { priceCents: 1 }))).rejects.toThrow(NotFoundError);
      await expect(asShop(other, () => variants.remove(id, own[0]!.variantId))).rejects.toThrow(NotFoundError);
    }
    expect(await shown(productId)).toEqual([['', 4900, 3]]);
  });
});
