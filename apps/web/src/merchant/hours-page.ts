import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { dateAt } from '#libs/pickup';
import { type HoursReading, Shops } from '#libs/shops';
import { type FormView, freshForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import type { Reply } from '../http/site-request.js';
import { christmasSundays, dayFields, exceptionFields, nextHolidays, periodLines } from './hours-page.mapper.js';
import { readingView } from './hours-reading.js';
import { wholeSentence } from './hours-sentence.js';
import { formOfWeek, typedText, WEEKDAYS } from './hours.form.js';

type Form = FormView & { status?: number };

/** What differs from the page as it is opened. */
export interface HoursState {
  week?: Form;
  exception?: Form;
  text?: Form;
  reading?: HoursReading;
  /** Days to which hours were copied. */
  copied?: readonly number[];
  /** The day that has one interval more. */
  grown?: number | undefined;
}

/** The one page of hours and holidays, in each of its states. One round trip. */
@Injectable()
export class HoursPage {
  constructor(
    private readonly shops: Shops,
    private readonly pages: Pages,
  ) {}

  async show(reply: Reply, state: HoursState): Promise<void> {
    const { shop, hours, exceptions } = await this.shops.timetable();
    const now = today();
    const coming = exceptions.filter(({ day }) => day >= now);
    const week = state.week ?? freshForm(formOfWeek(hours, shop.openOnHolidays));
    const exception = state.exception ?? freshForm({ kind: 'closed' });
    const text = state.text ?? freshForm();
    await page(
      reply,
      'merchant/hours',
      {
        title: this.say('title'),
        sentence: wholeSentence(hours, shop.openOnHolidays, coming),
        summary: [...text.summary, ...this.named(week), ...exception.summary],
        text,
        reading: state.reading ? readingView(this.say, state.reading) : null,
        copied: state.copied?.map((day) => this.say(`day.${day}`).toLowerCase()).join(', ') ?? null,
        ...this.weekView(week, state.grown),
        nextHolidays: nextHolidays(now, shop.communeInsee.slice(0, 2)),
        ...this.exceptionView(exception),
        periods: periodLines(coming),
        christmas: christmasSundays(now),
        today: now,
      },
      { status: state.week?.status ?? state.exception?.status ?? state.text?.status ?? 200 },
    );
  }

  private weekView(form: Form, grown: number | undefined) {
    const holidays = typedText(form.values, 'holidays') || 'closed';
    const days = WEEKDAYS.map((value) => ({ value, label: this.say(`day.${value}`) }));
    return {
      days: dayFields(form, grown).map((day) => ({ ...day, label: this.say(`day.${day.weekday}`) })),
      copyFrom: days,
      copyTo: days,
      holidays: this.choices('holiday', ['closed', 'open'], holidays),
    };
  }

  private exceptionView(form: Form) {
    const weekday = typedText(form.values, 'weekday');
    return {
      exception: form,
      exceptionIntervals: exceptionFields(form),
      kinds: this.choices('kind', ['closed', 'open'], typedText(form.values, 'kind') || 'closed'),
      weekdays: [
        { value: '', label: this.say('every_day'), isSelected: weekday === '' },
        ...this.choices('only', WEEKDAYS.map(String), weekday),
      ],
    };
  }

  private choices(key: string, values: readonly string[], chosen: string) {
    return values.map((value) => ({ value, label: this.say(`${key}.${value}`), isSelected: value === chosen }));
  }

  /** Each error of the week with the day it is of. */
  private named({ summary }: Form): Form['summary'] {
    return summary.map((each) => {
      const weekday = /^d([1-7])-/.exec(each.fieldId)?.[1];
      if (weekday === undefined) return each;
      return { ...each, message: this.say('at_day', { day: this.say(`day.${weekday}`), message: each.message }) };
    });
  }

  private say = (key: string, values: Record<string, unknown> = {}): string =>
    this.pages.say('merchant', `hours.${key}`, values);
}

/** `YYYY-MM-DD` in the region. */
export const today = (): string => dateAt(Clock.now()).toString();
