import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { dateAt } from '#libs/pickup';
import { ShopHours } from '#libs/shops';
import { redirectTo } from '../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { copyDayBefore, exceptionOfForm, formOfWeek, type Typed, weekOfForm } from './hours.form.js';
import { dayFields, exceptionFields, exceptionLines } from './hours-page.mapper.js';
import { hoursSentence } from './hours-sentence.js';
import { copiedDay, dayParameter } from './shop.form.js';

type Form = FormView & { status?: number };

/** Opening hours of the week, and the days that are different. */
@Controller('@gestion/horaires')
export class HoursController {
  constructor(
    private readonly hours: ShopHours,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('shop_member')
  async show(@Res() reply: Reply): Promise<void> {
    await this.showPage(reply, {});
  }

  /** Saves the week; the small buttons beside a day only copy the day before and show the form again. */
  @Post()
  @Policy('shop_member')
  async save(@Res() reply: Reply, @Body() body: Typed): Promise<void> {
    const { copy } = parseForm(copiedDay, body);
    if (copy !== undefined) return this.showPage(reply, { week: freshForm(copyDayBefore(body, copy)), copied: copy });
    try {
      await this.hours.setHours(weekOfForm(body));
    } catch (error) {
      return this.showPage(reply, { week: refusedForm(error, body) });
    }
    redirectTo(reply, '/horaires', { key: 'hours.saved' });
  }

  @Post('exceptions')
  @Policy('shop_member')
  async addException(@Res() reply: Reply, @Body() body: Typed): Promise<void> {
    try {
      await this.hours.setException(exceptionOfForm(body, today()));
    } catch (error) {
      return this.showPage(reply, { exception: refusedForm(error, body) });
    }
    redirectTo(reply, '/horaires', { key: 'hours.exception_saved' });
  }

  @Post('exceptions/:day/suppression')
  @Policy('shop_member')
  async removeException(@Res() reply: Reply, @Param() parameters: unknown): Promise<void> {
    await this.hours.removeException(parseForm(dayParameter, parameters).day);
    redirectTo(reply, '/horaires', { key: 'hours.exception_removed' });
  }

  private async showPage(
    reply: Reply,
    { week, exception, copied }: { week?: Form; exception?: Form; copied?: number },
  ): Promise<void> {
    const [stored, exceptions] = await Promise.all([this.hours.openingHours(), this.hours.exceptions(today())]);
    const weekForm = week ?? freshForm(formOfWeek(stored));
    const exceptionForm = exception ?? freshForm({ kind: 'closed' });
    await page(
      reply,
      'merchant/hours',
      {
        title: this.pages.say('merchant', 'hours.title'),
        sentence: hoursSentence(stored),
        days: dayFields(weekForm).map((day) => ({
          ...day,
          label: this.pages.say('merchant', `hours.day.${day.weekday}`),
        })),
        summary: [...weekForm.summary, ...exceptionForm.summary],
        copied: copied === undefined ? null : this.pages.say('merchant', `hours.day.${copied}`).toLowerCase(),
        exceptions: exceptionLines(exceptions),
        exception: exceptionForm,
        exceptionIntervals: exceptionFields(exceptionForm),
        kinds: ['closed', 'open'].map((kind) => ({
          value: kind,
          label: this.pages.say('merchant', `hours.kind.${kind}`),
          isSelected: (exceptionForm.values['kind'] ?? 'closed') === kind,
        })),
        today: today(),
      },
      { status: week?.status ?? exception?.status ?? 200 },
    );
  }
}

/** `YYYY-MM-DD` in the region. */
const today = (): string => dateAt(Clock.now()).toString();
