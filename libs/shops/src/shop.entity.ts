import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Clock } from '#libs/kernel';
import type { LegalNotice } from './legal-notice.js';

export type ShopState = 'provisioned' | 'claimed' | 'open' | 'paused' | 'suspended' | 'closed' | 'withdrawn';

/** Where the point on the map comes from: the commune's centre, a file, or the merchant. */
export type PointSource = 'commune' | 'file' | 'merchant';

/** The tenant: a merchant's mini-shop, one establishment, one address. Numbers are minutes, pieces or WGS 84 degrees. */
@Entity('shop')
export class Shop {
  @PrimaryColumn('uuid', { name: 'shop_id' }) shopId: string;
  /** Its current address, from `shop_address`: read by `Shops.current()`, not a column. */
  slug: string;
  @Column('uuid', { name: 'initiative_id', nullable: true }) initiativeId: string | null;
  @Column('text') state: ShopState;
  @Column('text', { name: 'state_reason', nullable: true }) stateReason: string | null;
  @Column('text') name: string;
  @Column('text', { name: 'legal_name', nullable: true }) legalName: string | null;
  @Column('text', { nullable: true }) siret: string | null;
  @Column('text', { nullable: true }) naf: string | null;
  @Column('text') trade: string;
  @Column('text', { nullable: true }) tagline: string | null;
  @Column('text', { nullable: true }) description: string | null;
  @Column('text', { name: 'address_line', nullable: true }) addressLine: string | null;
  @Column('text', { nullable: true }) postcode: string | null;
  @Column('text', { name: 'commune_insee' }) communeInsee: string;
  @Column('float8', { nullable: true }) lat: number | null;
  @Column('float8', { nullable: true }) lon: number | null;
  @Column('text', { name: 'point_source' }) pointSource: PointSource;
  @Column('text', { nullable: true }) phone: string | null;
  @Column('text', { nullable: true }) email: string | null;
  @Column('text', { nullable: true }) website: string | null;
  @Column('text') theme: string;
  @Column('jsonb', { name: 'theme_settings' }) themeSettings: Record<string, unknown>;
  @Column('jsonb') legal: LegalNotice;
  @Column('text', { name: 'order_prefix' }) orderPrefix: string;
  @Column('int', { name: 'last_order_number' }) lastOrderNumber: number;
  @Column('int', { name: 'slot_minutes' }) slotMinutes: number;
  @Column('int', { name: 'slot_capacity' }) slotCapacity: number;
  @Column('int', { name: 'slot_max_items', nullable: true }) slotMaxItems: number | null;
  @Column('int', { name: 'lead_minutes' }) leadMinutes: number;
  @Column('int', { name: 'horizon_open_days' }) horizonOpenDays: number;
  /** Weekday 1 to 7 to `HH:mm`. */
  @Column('jsonb') cutoffs: Record<string, string>;
  @Column('boolean') rush: boolean;
  /** When the rush ends by itself (ISO instant); null: when it is switched off. */
  @Column('timestamptz', { name: 'rush_until', nullable: true }) rushUntil: Date | null;
  /** Orders a slot under a closure order. */
  @Column('int', { name: 'closure_capacity' }) closureCapacity: number;
  /** Open minutes in which the shop answers. */
  @Column('int', { name: 'answer_minutes' }) answerMinutes: number;
  /** Open days for which what was not collected is kept. */
  @Column('int', { name: 'keep_open_days' }) keepOpenDays: number;
  @Column('boolean', { name: 'open_on_holidays' }) openOnHolidays: boolean;
  /** Customers who want it get text messages, where the region sends any. */
  @Column('boolean', { name: 'sends_texts' }) sendsTexts: boolean;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;

  /** Whether a customer may reserve here now. */
  get takesOrders(): boolean {
    return this.state === 'open';
  }

  /** Whether the shop says that it is overrun. */
  get isRushing(): boolean {
    return this.rush && (this.rushUntil === null || this.rushUntil.getTime() > Clock.now().epochMilliseconds);
  }
}

/** Property name to column of `shop`, for visible SQL. */
export const SHOP_COLUMNS = {
  shopId: 'shop_id',
  initiativeId: 'initiative_id',
  state: 'state',
  stateReason: 'state_reason',
  name: 'name',
  legalName: 'legal_name',
  siret: 'siret',
  naf: 'naf',
  trade: 'trade',
  tagline: 'tagline',
  description: 'description',
  addressLine: 'address_line',
  postcode: 'postcode',
  communeInsee: 'commune_insee',
  lat: 'lat',
  lon: 'lon',
  pointSource: 'point_source',
  phone: 'phone',
  email: 'email',
  website: 'website',
  theme: 'theme',
  themeSettings: 'theme_settings',
  legal: 'legal',
  orderPrefix: 'order_prefix',
  lastOrderNumber: 'last_order_number',
  slotMinutes: 'slot_minutes',
  slotCapacity: 'slot_capacity',
  slotMaxItems: 'slot_max_items',
  leadMinutes: 'lead_minutes',
  horizonOpenDays: 'horizon_open_days',
  cutoffs: 'cutoffs',
  rush: 'rush',
  rushUntil: 'rush_until',
  closureCapacity: 'closure_capacity',
  answerMinutes: 'answer_minutes',
  keepOpenDays: 'keep_open_days',
  openOnHolidays: 'open_on_holidays',
  sendsTexts: 'sends_texts',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
} as const;
