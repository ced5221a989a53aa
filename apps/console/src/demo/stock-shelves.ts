import type { INestApplicationContext } from '@nestjs/common';
import { Photos, type ProductInput, Products } from '#libs/catalog';
import type { DemoProduct, DemoVariant } from './demo-product.js';
import { drawingPng } from './picture.js';

const AT_ONCE = 2;

/** Puts the products of the current shop on its shelves, each with its drawn picture; those that stand there stay. */
export async function stockShelves(app: INestApplicationContext, wanted: DemoProduct[]): Promise<number> {
  const products = app.get(Products, { strict: false });
  const photos = app.get(Photos, { strict: false });
  const { items } = await products.list({ perPage: 100 });
  const known = new Set(items.map(({ name }) => name));
  const missing = wanted.filter(({ name }) => !known.has(name)).toReversed();
  const pictures: Promise<unknown>[] = [];
  for (const product of missing) {
    const { productId } = await products.create(productInputOf(product));
    if (pictures.length >= AT_ONCE) await pictures.shift();
    const png = await drawingPng(product.name, product.drawing);
    pictures.push(photos.add(productId, png, product.alt));
  }
  await Promise.all(pictures);
  return missing.length;
}

const productInputOf = (product: DemoProduct): ProductInput => ({
  name: product.name,
  descriptionHtml: product.text.map((paragraph) => `<p>${paragraph}</p>`).join(''),
  brand: product.brand ?? null,
  category: product.category,
  vatRate: product.vat ?? 20,
  published: true,
  perishable: product.perishable ?? false,
  leadMinutes: product.leadMinutes ?? null,
  optionNames: product.optionNames ?? [],
  variants: [product, ...(product.others ?? [])].map(variantInputOf),
});

const variantInputOf = ({ options, cents, before, stock }: DemoVariant) => ({
  options: options ?? [],
  priceCents: cents,
  compareAtCents: before ?? null,
  stock: typeof stock === 'number' ? ('tracked' as const) : stock,
  onHand: typeof stock === 'number' ? stock : stock === 'single' ? 1 : 0,
});
