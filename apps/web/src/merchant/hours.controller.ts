import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { InvalidInputError } from '#libs/kernel';
import { type HoursReading, readHours, ShopHours } from '#libs/shops';
import { redirectTo } from '../http/flash.js';
import { freshForm, parseForm, refusedForm } from '../http/form.js';
import { Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { HoursPage, today } from './hours-page.js';
import { christmasSundays } from './hours-page.mapper.js';
import { hoursSentence } from './hours-sentence.js';
import {
  copyDay,
  formOfWeek,
  hoursText,
  opensOnHolidays,
  periodOfForm,
  removedDays,
  type Typed,
  weekButtons,
  weekOfForm,
} from './hours.form.js';
import { christmasQuery, dayParameter } from './shop.form.js';
import { inLanguage } from '../http/language.js';

/** Opening hours of the week, and the days that are different. */
@Controller('@gestion/horaires')
export class HoursController {
  constructor(
    private readonly hours: ShopHours,
    private readonly view: HoursPage,
    private readonly pages: Pages,
  ) {}

  /** `?ouverture=noel` fills the form of an exceptional opening. */
  @Get()
  @Policy('shop_member')
  async show(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const sundays = parseForm(christmasQuery, query).ouverture ? christmasSundays(today()) : null;
    if (!sundays) return this.view.show(reply, {});
    // Customers read it.
    const reason = inLanguage('fr', () => this.pages.say('merchant', 'hours.christmas_reason'));
    const hours = { 'd0-1-opens': '10:00', 'd0-1-closes': '18:00' };
    await this.view.show(reply, { exception: freshForm({ ...sundays, ...hours, weekday: '7', kind: 'open', reason }) });
  }

  /** Saves the week; the small buttons only change the form and show it again. */
  @Post()
  @Policy('shop_member')
  async save(@Res() reply: Reply, @Body() body: Typed): Promise<void> {
    const { copy, spread, more, ...days } = parseForm(weekButtons, body);
    const [from, to] = spread ? [days['copy-from'] ?? 1, days['copy-to']] : [(copy ?? 1) - 1, copy ? [copy] : []];
    if (to.length > 0) return this.view.show(reply, { week: freshForm(copyDay(body, from, to)), copied: to });
    if (more !== undefined || spread) return this.view.show(reply, { week: freshForm(body), grown: more });
    try {
      await this.hours.setHours(weekOfForm(body), opensOnHolidays(body));
    } catch (error) {
      return this.view.show(reply, { week: refusedForm(error, body) });
    }
    redirectTo(reply, '/horaires', { key: 'hours.saved' });
  }

  /** Shows what was understood of a line, filled into the form; nothing is saved. */
  @Post('lecture')
  @Policy('shop_member')
  async read(@Res() reply: Reply, @Body() body: Typed): Promise<void> {
    try {
      const reading = await readHours(parseForm(hoursText, body).text);
      if (reading.verdict === 'refused') return await this.refuseText(reply, body, reading);
      const week = freshForm(await this.formOf(reading));
      await this.view.show(reply, { week, text: freshForm(body), reading });
    } catch (error) {
      await this.view.show(reply, { text: refusedForm(error, body) });
    }
  }

  /** The sentence of a week that is being typed; empty while it cannot be read. For the page's script. */
  @Post('apercu')
  @Policy('shop_member')
  preview(@Res() reply: Reply, @Body() body: Typed): void {
    let sentence = '';
    try {
      sentence = hoursSentence(weekOfForm(body));
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
    }
    void reply.type('text/plain; charset=utf-8').send(sentence);
  }

  @Post('exceptions')
  @Policy('shop_member')
  async addException(@Res() reply: Reply, @Body() body: Typed): Promise<void> {
    try {
      await this.hours.setPeriod(periodOfForm(body, today()));
    } catch (error) {
      return this.view.show(reply, { exception: refusedForm(error, body) });
    }
    redirectTo(reply, '/horaires', { key: 'hours.exception_saved' });
  }

  /** The day of the address, and those that the form names with it. */
  @Post('exceptions/:day/suppression')
  @Policy('shop_member')
  async removeException(@Res() reply: Reply, @Param() parameters: unknown, @Body() body: unknown): Promise<void> {
    const { day } = parseForm(dayParameter, parameters);
    await this.hours.removeExceptions([day, ...parseForm(removedDays, body).days]);
    redirectTo(reply, '/horaires', { key: 'hours.exception_removed' });
  }

  private async refuseText(reply: Reply, body: Typed, reading: HoursReading): Promise<void> {
    const text = refusedForm(new InvalidInputError([{ path: 'text', code: 'shops.hours_unread' }]), body);
    await this.view.show(reply, { text, reading });
  }

  /** Closed days alone leave the hours of the others as they are. */
  private async formOf({ week, closedDays, holidays }: HoursReading): Promise<Typed> {
    const { hours, openOnHolidays } = await this.hours.week();
    const read = week.length > 0 ? week : hours.filter(({ weekday }) => !closedDays.includes(weekday));
    return formOfWeek(read, holidays === null ? openOnHolidays : holidays === 'open');
  }
}
