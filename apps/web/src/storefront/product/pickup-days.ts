import { Injectable } from '@nestjs/common';
import { dateAt } from '#libs/pickup';
import type { Request } from '../../http/site-request.js';
import { ShopPages } from '../shop-pages.service.js';
import { VISIBLE } from '../shop-row.js';
import { PICKUP_DAYS, type PickupDay } from './list-query.js';

/** The lead times that the shop's products have; null: the shop's own. */
const LEADS = { leads: `(select coalesce(json_agg(distinct p.lead_minutes), '[]') from product p where ${VISIBLE})` };

/** Which products can be collected on a day, by the real slots. */
@Injectable()
export class PickupDays {
  constructor(private readonly pages: ShopPages) {}

  /** The lead times for which a slot of that day is free. */
  async leadsFor(request: Request, day: PickupDay): Promise<(number | null)[]> {
    const { row, plan, now } = await this.pages.readAny<{ leads: (number | null)[] }>(
      request,
      { columns: LEADS },
      null,
    );
    const date = dateAt(now).add({ days: PICKUP_DAYS[day].ahead }).toString();
    return row.leads.filter((minutes) => plan.isCollectableOn(date, minutes));
  }
}
