import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, newId, NotFoundError } from '#libs/kernel';
import { Events } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { Claims } from './claims.service.js';
import { saveMerchantFacts } from './merchant-facts.js';
import { type ChecklistFacts, type ChecklistItem, openingChecklist } from './opening-checklist.js';
import type { HoursException, WeeklyInterval } from './opening-hours.js';
import type { ProvisionResult, ProvisionRow } from './provision-row.js';
import { Provisioning } from './provisioning.service.js';
import { ShopHours } from './shop-hours.service.js';
import { MERCHANT_FACTS, type ShopInput } from './shop-input.js';
import { Shop, SHOP_COLUMNS, type ShopState } from './shop.entity.js';
import { EmailUnconfirmedError, ShopNotReadyError, ShopStateError, WithdrawalLinkError } from './shops.errors.js';

/** A shop with its hours: one round trip. `exceptions` are those of yesterday and later. */
export interface Timetable {
  shop: Shop;
  hours: WeeklyInterval[];
  exceptions: HoursException[];
}

/** The current shop: who it is, and its life. */
@Injectable()
export class Shops {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly events: Events,
    private readonly hours: ShopHours,
    private readonly provisioning: Provisioning,
    private readonly claims: Claims,
  ) {}

  /** One statement. @throws NotFoundError */
  async current(): Promise<Shop> {
    const [row] = await this.tenancy.shopRead<object>(`select ${FIELDS} from shop s where s.shop_id = $1`, [
      currentShopId(),
    ]);
    if (!row) throw new NotFoundError();
    return Object.assign(new Shop(), row);
  }

  /** Shop, weekly hours and exceptions in one statement. @throws NotFoundError */
  async timetable(): Promise<Timetable> {
    const [row] = await this.tenancy.shopRead<Omit<Timetable, 'shop'>>(TIMETABLE, [currentShopId()]);
    if (!row) throw new NotFoundError();
    const { hours, exceptions, ...fields } = row;
    return { shop: Object.assign(new Shop(), fields), hours, exceptions };
  }

  openingHours = (): Promise<WeeklyInterval[]> => this.hours.openingHours();
  exceptions = (from?: string): Promise<HoursException[]> => this.hours.exceptions(from);
  setHours = (week: WeeklyInterval[]): Promise<void> => this.hours.setHours(week);
  setException = (exception: HoursException): Promise<void> => this.hours.setException(exception);
  removeException = (day: string): Promise<void> => this.hours.removeException(day);

  /** See Provisioning. Territory only. */
  provision = (rows: readonly ProvisionRow[]): Promise<ProvisionResult[]> => this.provisioning.provision(rows);

  /** See Claims. */
  claim = (code: string, personId: string): Promise<{ shopId: string }> => this.claims.claim(code, personId);

  /** As `shopInput` parsed it: absent fields are kept. What the merchant says outranks every file from now on. */
  async update(input: ShopInput): Promise<void> {
    const given = withRushEnd(input);
    const fields = Object.entries(given).filter(([, value]) => value !== undefined) as [keyof ShopInput, unknown][];
    if (fields.length === 0) return;
    await this.tenancy.shopTransaction(async (tx) => {
      if (given.rushUntil) await this.endRush(tx, given.rushUntil);
      const sets = fields.map(([field], i) => `${SHOP_COLUMNS[field]} = ${assigned(field, i + 2)}`);
      const values = fields.map(([, value]) => (isJson(value) ? JSON.stringify(value) : value));
      await this.change(tx, `update shop set ${sets.join(', ')}, updated_at = now() where shop_id = $1`, values);
      const facts = fields.filter(([field]) => (MERCHANT_FACTS as readonly string[]).includes(field));
      await saveMerchantFacts(tx, Object.fromEntries(facts));
    });
  }

  /** What is there and what is missing before the shop may open. */
  async openingChecklist(): Promise<ChecklistItem[]> {
    const [facts] = await this.tenancy.shopRead<ChecklistFacts>(CHECKLIST_SQL, [currentShopId()]);
    if (!facts) throw new NotFoundError();
    return openingChecklist(facts);
  }

  /** Takes orders from now on. @throws ShopNotReadyError with what is missing, ShopStateError, EmailUnconfirmedError */
  async open(): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const missing = (await this.openingChecklist()).filter((item) => !item.isDone).map((item) => item.piece);
      if (missing.length > 0) throw new ShopNotReadyError({ missing });
      await refuseUnconfirmed(tx);
      await this.move(tx, ['claimed', 'paused', 'open'], 'open', null);
      await tx.query('delete from shop_opening where shop_id = $1', [currentShopId()]);
    });
  }

  /** Takes no orders for a while; customers are told the reason and the day (`YYYY-MM-DD`) it means to be back. @throws ShopStateError */
  async pause(reason: string | null, backOn: string | null = null): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      await this.move(tx, ['open', 'paused'], 'paused', reason);
      await tx.query('update shop set back_on = $2 where shop_id = $1', [currentShopId(), backOn]);
    });
  }

  /** The secret part of the current shop's withdrawal link. */
  withdrawalToken = (): string => this.claims.withdrawalToken(currentShopId());

  /**
   * Whoever is named in a register has the page removed at once, by link, while no owner took the shop over; files that
   * come later do not bring it back. @throws WithdrawalLinkError, ShopStateError
   */
  async withdraw(token: string): Promise<void> {
    if (token !== this.withdrawalToken()) throw new WithdrawalLinkError();
    await this.tenancy.shopTransaction((tx) => this.move(tx, ['provisioned', 'withdrawn'], 'withdrawn', null));
  }

  /** The region takes the shop's site down; answers the state it had. @throws ShopStateError */
  async suspend(): Promise<ShopState> {
    return this.tenancy.shopTransaction(async (tx) => {
      const [shop] = await tx.query<{ state: ShopState }[]>('select state from shop where shop_id = $1', [
        currentShopId(),
      ]);
      await this.move(tx, ['provisioned', 'claimed', 'open', 'paused'], 'suspended', null);
      return shop!.state;
    });
  }

  /** The site is back in the state it had before. @throws ShopStateError */
  async reinstate(state: ShopState): Promise<void> {
    await this.tenancy.shopTransaction((tx) => this.move(tx, ['suspended'], state, null));
  }

  /** What is collectable changes by itself when the rush is over. */
  private async endRush(tx: EntityManager, runAt: string): Promise<void> {
    const shopId = currentShopId();
    const event = { type: 'shop.availability_changed', eventId: newId(), shopId, shopIds: [shopId] };
    await this.events.publish(tx, event, { runAt, key: `rush:${shopId}` });
  }

  private async move(tx: EntityManager, from: ShopState[], to: ShopState, reason: string | null): Promise<void> {
    const [shop] = await tx.query<{ state: ShopState }[]>(
      'select state from shop where shop_id = $1 for no key update',
      [currentShopId()],
    );
    if (!shop) throw new NotFoundError();
    if (!from.includes(shop.state)) throw new ShopStateError({ state: shop.state });
    await this.change(tx, 'update shop set state = $2, state_reason = $3, updated_at = now() where shop_id = $1', [
      to,
      reason,
    ]);
  }

  private async change(tx: EntityManager, sql: string, values: unknown[]): Promise<void> {
    const shopId = currentShopId();
    const [, count] = await tx.query<[unknown, number]>(sql, [shopId, ...values]);
    if (count === 0) throw new NotFoundError();
    await this.events.publish(tx, { type: 'shop.changed', eventId: newId(), shopId, shopIds: [shopId] });
  }
}

/** A rush has an end: the one given, else that of the day; without a rush there is none. */
function withRushEnd(input: ShopInput): ShopInput {
  if (input.rush === undefined) return input;
  if (!input.rush) return { ...input, rushUntil: null };
  return { ...input, rushUntil: input.rushUntil ?? endOfDay() };
}

function endOfDay(): string {
  const today = Clock.now().toZonedDateTimeISO('Europe/Paris').toPlainDate();
  return today.add({ days: 1 }).toZonedDateTime('Europe/Paris').toInstant().toString();
}

/** A take-over is final once whoever typed the code reads the mail at the address they gave. */
async function refuseUnconfirmed(tx: EntityManager): Promise<void> {
  const found = await tx.query<unknown[]>(
    `select 1 from claim c join person p on p.person_id = c.used_by
     where c.shop_id = $1 and p.email_confirmed_at is null`,
    [currentShopId()],
  );
  if (found.length > 0) throw new EmailUnconfirmedError();
}

const isJson = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** Legal fields come page by page: what is not in the form stays. */
function assigned(field: keyof ShopInput, parameter: number): string {
  if (field === 'cutoffs') return `$${parameter}::jsonb`;
  if (field === 'legal') return `legal || $${parameter}::jsonb`;
  return field === 'themeSettings' ? `$${parameter}::jsonb` : `$${parameter}`;
}

const FIELDS = [
  ...Object.entries(SHOP_COLUMNS).map(([property, column]) => `s.${column} as "${property}"`),
  `(select a.slug from shop_address a where a.shop_id = s.shop_id and a.kind = 'current') as slug`,
].join(', ');

const TIMETABLE = `
  select ${FIELDS},
    coalesce((select jsonb_agg(jsonb_build_object('weekday', h.weekday, 'opens', to_char(h.opens, 'HH24:MI'),
      'closes', to_char(h.closes, 'HH24:MI')) order by h.weekday, h.opens)
      from opening_hours h where h.shop_id = s.shop_id), '[]') as hours,
    coalesce((select jsonb_agg(jsonb_build_object('day', to_char(x.day, 'YYYY-MM-DD'), 'intervals', x.intervals,
      'reason', x.reason) order by x.day)
      from hours_exception x where x.shop_id = s.shop_id and x.day >= now()::date - 1), '[]') as exceptions
  from shop s where s.shop_id = $1`;

/** Reads the catalogue's table by itself: the catalogue stands above this lib. */
const CHECKLIST_SQL = `
  select s.siret, s.phone, s.email, s.address_line as "addressLine", s.legal,
    (select count(*)::int from opening_hours h where h.shop_id = s.shop_id) as "hoursCount",
    exists (select 1 from product p where p.shop_id = s.shop_id and p.published and p.archived_at is null) as "hasProduct",
    array(select p.name from product p where p.shop_id = s.shop_id and p.published and p.archived_at is null
      and asks_for_safety(p.public_category) and lacks_safety(p.safety) order by p.name limit 5) as unsafe
  from shop s where s.shop_id = $1`;
