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

  /** Dated overrides from this day on (`YYYY-MM-DD`; all of them unless told), by day. */
  async exceptions(from = '0001-01-01'): Promise<HoursException[]> {
    return this.tenancy.shopRead<HoursException>(
      `select to_char(day, 'YYYY-MM-DD') as day, intervals, reason
       from hours_exception where shop_id = $1 and day >= $2::date order by day`,
      [currentShopId(), from],
    );
  }

  /** The whole week, as `openingHoursInput` parsed it. From now on no file changes the hours. */
  async setHours(week: WeeklyInterval[]): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      await this.lockShop(tx);
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
  async setException({ day, intervals, reason }: HoursException): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      await tx.query(
        `insert into hours_exception (shop_id, day, intervals, reason) values ($1, $2::date, $3::jsonb, $4)
         on conflict (shop_id, day) do update set intervals = excluded.intervals, reason = excluded.reason`,
        [currentShopId(), day, JSON.stringify(intervals), reason],
      );
      await this.publish(tx);
    });
  }

  /** The day follows the weekly hours again. @throws NotFoundError when nothing was said of it. */
  async removeException(day: string): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const [gone] = await tx.query<unknown[]>(
        `with gone as (delete from hours_exception where shop_id = $1 and day = $2::date returning day)
         select day from gone`,
        [currentShopId(), day],
      );
      if (!gone) throw new NotFoundError();
      await this.publish(tx);
    });
  }

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
