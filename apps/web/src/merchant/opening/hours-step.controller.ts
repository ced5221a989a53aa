import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { InvalidInputError } from '#libs/kernel';
import { ShopHours, type WeeklyInterval } from '#libs/shops';
import { freshForm, refusedForm } from '../../http/form.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { WEEKDAYS, weekOfForm } from '../hours.form.js';
import { hoursSentence } from '../hours-sentence.js';
import { type Form, OpeningJourney, type Typed } from './opening-journey.service.js';
import { dayField, sharedField, simpleForm, timeField, USUAL_WEEK, wholeForm } from './simple-week.js';

/** The usual week: the days, and the hours that they share. Other weeks are for « Horaires ». */
@Controller('@gestion/ouvrir/horaires')
export class HoursStepController {
  constructor(
    private readonly hours: ShopHours,
    private readonly journey: OpeningJourney,
  ) {}

  @Get()
  @Policy('shop_owner')
  async show(@Res() reply: Reply): Promise<void> {
    await this.draw(reply);
  }

  @Post()
  @Policy('shop_owner')
  async save(@Res() reply: Reply, @Body() body: Typed): Promise<void> {
    try {
      if (body?.['garder'] !== 'yes') await this.hours.setHours(weekOf(body));
    } catch (error) {
      return this.draw(reply, refusedForm(error, body, dayField(1)));
    }
    await this.journey.advance(reply, 'hours');
  }

  private async draw(reply: Reply, form?: Form): Promise<void> {
    const known = await this.hours.openingHours();
    const typed = simpleForm(known.length > 0 ? known : USUAL_WEEK);
    const shown = form ?? freshForm(typed ?? simpleForm(USUAL_WEEK) ?? {});
    await this.journey.show(reply, 'hours', {
      form: shown,
      known: hoursSentence(known),
      isKept: known.length > 0 && typed === null,
      days: WEEKDAYS.map((weekday) => ({
        name: dayField(weekday),
        label: this.journey.say(`hours.day.${weekday}`),
        isChecked: shown.values[dayField(weekday)] === 'yes',
      })),
      dayError: shown.errors[dayField(1)] ?? null,
      intervals: [1, 2].map((place) => ({
        label: this.journey.say(`opening.hours.part_${place}`),
        opens: fieldView(shown, timeField(place, 'opens')),
        closes: fieldView(shown, timeField(place, 'closes')),
      })),
    });
  }
}

const fieldView = ({ values, errors }: Form, name: string) => ({
  name,
  value: typeof values[name] === 'string' ? values[name] : '',
  error: errors[name] ?? null,
});

/** @throws InvalidInputError at the shared fields, and without any day or hour */
function weekOf(body: Typed): WeeklyInterval[] {
  const week = readWeek(body);
  if (week.length > 0) return week;
  const hasDay = WEEKDAYS.some((weekday) => body?.[dayField(weekday)] === 'yes');
  throw new InvalidInputError([
    hasDay
      ? { path: timeField(1, 'opens'), code: 'shops.intervals_missing' }
      : { path: dayField(1), code: 'shops.days_missing' },
  ]);
}

function readWeek(body: Typed): WeeklyInterval[] {
  try {
    return weekOfForm(wholeForm(body ?? {}));
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError(error.errors.map((each) => ({ ...each, path: sharedField(each.path) })));
  }
}
