import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import type { ProductSafety } from './fields/product-safety.js';
import type { ContentUnit } from './fields/unit-price.js';

/** What a shop sells. Price and stock sit on its variants. */
@Entity('product')
export class Product {
  @PrimaryColumn({ name: 'shop_id', type: 'uuid' })
  shopId: string;

  @PrimaryColumn({ name: 'product_id', type: 'uuid' })
  productId: string;

  @Column({ type: 'text' })
  handle: string;

  @Column({ type: 'text' })
  name: string;

  /** Sanitised. */
  @Column({ name: 'description_html', type: 'text' })
  descriptionHtml: string;

  @Column({ type: 'text', nullable: true })
  brand: string | null;

  @Column({ type: 'text', nullable: true })
  category: string | null;

  @Column({ name: 'public_category', type: 'text', nullable: true })
  publicCategory: string | null;

  @Column({ type: 'jsonb' })
  safety: Partial<ProductSafety>;

  /** Percent. */
  @Column({ name: 'vat_rate', type: 'numeric', transformer: { to: (n: number) => n, from: Number } })
  vatRate: number;

  @Column({ name: 'option_names', type: 'text', array: true })
  optionNames: string[];

  @Column({ type: 'boolean' })
  published: boolean;

  @Column({ type: 'boolean' })
  perishable: boolean;

  @Column({ name: 'withdrawal_exclusion', type: 'text', nullable: true })
  withdrawalExclusion: string | null;

  @Column({ name: 'lead_minutes', type: 'int', nullable: true })
  leadMinutes: number | null;

  @Column({ type: 'text', nullable: true })
  source: string | null;

  @Column({ name: 'source_key', type: 'text', nullable: true })
  sourceKey: string | null;

  @Column({ name: 'source_hash', type: 'text', nullable: true })
  sourceHash: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @Column({ name: 'archived_at', type: 'timestamptz', nullable: true })
  archivedAt: Date | null;
}

/** Cents, tax included; grams. */
@Entity('variant')
export class Variant {
  @PrimaryColumn({ name: 'shop_id', type: 'uuid' })
  shopId: string;

  @PrimaryColumn({ name: 'variant_id', type: 'uuid' })
  variantId: string;

  @Column({ name: 'product_id', type: 'uuid' })
  productId: string;

  @Column({ type: 'int' })
  position: number;

  @Column({ type: 'text', array: true })
  options: string[];

  @Column({ type: 'text', nullable: true })
  sku: string | null;

  @Column({ type: 'text', nullable: true })
  ean: string | null;

  @Column({ name: 'price_cents', type: 'int' })
  priceCents: number;

  @Column({ name: 'compare_at_cents', type: 'int', nullable: true })
  compareAtCents: number | null;

  @Column({ type: 'text' })
  stock: 'tracked' | 'untracked' | 'single';

  @Column({ name: 'on_hand', type: 'int' })
  onHand: number;

  @Column({ name: 'weight_grams', type: 'int', nullable: true })
  weightGrams: number | null;

  @Column({
    name: 'content_amount',
    type: 'numeric',
    nullable: true,
    transformer: { to: (n: number) => n, from: Number },
  })
  contentAmount: number | null;

  @Column({ name: 'content_unit', type: 'text', nullable: true })
  contentUnit: ContentUnit | null;

  /** One of the product's photos. */
  @Column({ name: 'photo_id', type: 'uuid', nullable: true })
  photoId: string | null;

  /** Written by the database alone: the lowest price of the 30 days before the present reduction. */
  @Column({ name: 'prior_cents', type: 'int', nullable: true, update: false, insert: false })
  priorCents: number | null;

  @Column({ name: 'archived_at', type: 'timestamptz', nullable: true })
  archivedAt: Date | null;
}

/** A picture of a product; pixels. Its files stand in the media store under the shop's id. */
@Entity('photo')
export class Photo {
  @PrimaryColumn({ name: 'shop_id', type: 'uuid' })
  shopId: string;

  @PrimaryColumn({ name: 'photo_id', type: 'uuid' })
  photoId: string;

  @Column({ name: 'product_id', type: 'uuid' })
  productId: string;

  @Column({ type: 'int' })
  position: number;

  @Column({ type: 'text' })
  alt: string;

  @Column({ type: 'text' })
  state: 'waiting' | 'ready' | 'failed';

  /** Why it failed: an error code. */
  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @Column({ name: 'source_url', type: 'text', nullable: true })
  sourceUrl: string | null;

  @Column({ type: 'int', nullable: true })
  width: number | null;

  @Column({ type: 'int', nullable: true })
  height: number | null;

  @Column({ type: 'int', array: true })
  widths: number[];

  @Column({ type: 'text', nullable: true })
  color: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
