import { Injectable } from '@nestjs/common';
import { newId, NotFoundError } from '#libs/kernel';
import { Events } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import type { EntityManager } from 'typeorm';
import type { HoursException, WeeklyInterval } from './opening-hours.js';
import { saveMerchantFacts } from './merchant-facts.js';

/** Opening hours of the current shop. */
@Injectable()
export class ShopHours {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly events: Events,
  ) {}

  /** By weekday and time. */
  async openingHours(): Promise<WeeklyInterval[]> {
    return this.tenancy.shopRead<WeeklyInterval>(
      `select weekday, to_char(opens, 'HH24:MI') as opens, to_char(closes, 'HH24:MI') as closes
       from opening_hours where shop_id = $1 order by weekday, opens`,
      [currentShopId()],
    );
  }

  /** The week, and whether it holds on public holidays too. One statement. @throws NotFoundError */
  async week(): Promise<{ hours: WeeklyInterval[]; openOnHolidays: boolean }> {
    const [row] = await this.tenancy.shopRead<{ hours: WeeklyInterval[]; openOnHolidays: boolean }>(
      `select open_on_holidays as "openOnHolidays", coalesce((select jsonb_agg(jsonb_build_object('weekday', weekday,
          'opens', to_char(opens, 'HH24:MI'), 'closes', to_char(closes, 'HH24:MI')) order by weekday, opens)
        from opening_hours h where h.shop_id = s.shop_id), '[]') as hours
       from shop s where shop_id = $1`,
      [currentShopId()],
    );
    if (!row) throw new NotFoundError();
    return row;
  }

  /** Dated overrides from this day on (`YYYY-MM-DD`; all of them unless told), by day. */
  async exceptions(from = '0001-01-01'): Promise<HoursException[]> {
    return this.tenancy.shopRead<HoursException>(
      `select to_char(day, 'YYYY-MM-DD') as day, intervals, reason
       from hours_exception where shop_id = $1 and day >= $2::date order by day`,
      [currentShopId(), from],
    );
  }

  /** The whole week, as `openingHoursInput` parsed it. From now on no file changes the hours. `openOnHolidays` absent: as before. */
  async setHours(week: WeeklyInterval[], openOnHolidays?: boolean): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      await this.lockShop(tx);
      if (openOnHolidays !== undefined) {
        await tx.query('update shop set open_on_holidays = $2, updated_at = now() where shop_id = $1', [
          currentShopId(),
          openOnHolidays,
        ]);
      }
      await tx.query('delete from opening_hours where shop_id = $1', [currentShopId()]);
      await tx.query(
        `insert into opening_hours (shop_id, weekday, opens, closes)
         select $1, weekday, opens, closes from jsonb_to_recordset($2::jsonb) as t(weekday int, opens time, closes time)`,
        [currentShopId(), JSON.stringify(week)],
      );
      await saveMerchantFacts(tx, { hours: week });
      await this.publish(tx);
    });
  }

  /** One day's override, as `hoursExceptionInput` parsed it; replaces what was said of that day. */
  setException = ({ day, ...what }: HoursException): Promise<void> => this.setPeriod({ days: [day], ...what });

  /** The same override on several days, as `hoursPeriodInput` parsed it; replaces what was said of them. */
  async setPeriod({ days, intervals, reason }: Omit<HoursException, 'day'> & { days: string[] }): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      await tx.query(
        `insert into hours_exception (shop_id, day, intervals, reason)
         select $1, day, $3::jsonb, $4 from unnest($2::date[]) as t(day)
         on conflict (shop_id, day) do update set intervals = excluded.intervals, reason = excluded.reason`,
        [currentShopId(), days, JSON.stringify(intervals), reason],
      );
      await this.publish(tx);
    });
  }

  /** The days follow the weekly hours again. @throws NotFoundError when nothing was said of the first of them. */
  async removeExceptions(days: [string, ...string[]]): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const gone = await tx.query<{ day: string }[]>(
        `with gone as (delete from hours_exception where shop_id = $1 and day = any($2::date[]) returning day)
         select to_char(day, 'YYYY-MM-DD') as day from gone`,
        [currentShopId(), days],
      );
      if (!gone.some(({ day }) => day === days[0])) throw new NotFoundError();
      await this.publish(tx);
    });
  }

  removeException = (day: string): Promise<void> => this.removeExceptions([day]);

  /** Two people who save the week at the same time wait for each other. */
  private async lockShop(tx: EntityManager): Promise<void> {
    const [shop] = await tx.query<unknown[]>('select 1 from shop where shop_id = $1 for no key update', [
      currentShopId(),
    ]);
    if (!shop) throw new NotFoundError();
  }

  private async publish(tx: EntityManager): Promise<void> {
    const shopId = currentShopId();
    await this.events.publish(tx, {
      type: 'shop.availability_changed',
      eventId: newId(),
      shopId,
      shopIds: [shopId],
    });
  }
}
