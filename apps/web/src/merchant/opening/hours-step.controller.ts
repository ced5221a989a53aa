import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { InvalidInputError } from '#libs/kernel';
import { type HoursReading, readHours, ShopHours, type WeeklyInterval } from '#libs/shops';
import { freshForm, parseForm, refusedForm } from '../../http/form.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { hoursText, WEEKDAYS, weekOfForm } from '../hours.form.js';
import { readingView } from '../hours-reading.js';
import { hoursSentence } from '../hours-sentence.js';
import { type Form, OpeningJourney, type Typed } from './opening-journey.service.js';
import { dayField, sharedField, simpleForm, timeField, USUAL_WEEK, wholeForm } from './simple-week.js';

/** The usual week: the days, and the hours that they share, or one line that says them. Other weeks are for « Horaires ». */
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
      if (typeof body?.['text'] === 'string') return await this.saveText(reply, body);
      if (body?.['garder'] !== 'yes') await this.hours.setHours(weekOf(body));
    } catch (error) {
      return this.draw(reply, refusedForm(error, body, dayField(1)));
    }
    await this.journey.advance(reply, 'hours');
  }

  /** Shows what was understood of a line; nothing is saved before it is confirmed. */
  @Post('lecture')
  @Policy('shop_owner')
  async read(@Res() reply: Reply, @Body() body: Typed): Promise<void> {
    try {
      await this.draw(reply, freshForm(body), await readWhole(body));
    } catch (error) {
      await this.draw(reply, refusedForm(error, body, 'text'));
    }
  }

  /** The confirmed line is read again: what it says is what was shown. */
  private async saveText(reply: Reply, body: Typed): Promise<void> {
    const { week, holidays } = await readWhole(body);
    await this.hours.setHours(week, holidays === null ? undefined : holidays === 'open');
    await this.journey.advance(reply, 'hours');
  }

  private async draw(reply: Reply, form?: Form, reading?: HoursReading): Promise<void> {
    const known = await this.hours.openingHours();
    const typed = simpleForm(known.length > 0 ? known : USUAL_WEEK);
    const usual = typed ?? simpleForm(USUAL_WEEK) ?? {};
    const isText = form !== undefined && 'text' in form.values;
    const shown = isText ? { ...form, values: { ...usual, ...form.values } } : (form ?? freshForm(usual));
    await this.journey.show(reply, 'hours', {
      form: shown,
      isText,
      reading: reading ? readingView((key, values) => this.journey.say(`hours.${key}`, values), reading) : null,
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

/** A line with hours in it. @throws InvalidInputError for one that is not understood, or says closed days alone. */
async function readWhole(body: Typed): Promise<HoursReading> {
  const reading = await readHours(parseForm(hoursText, body).text);
  if (reading.verdict !== 'refused' && reading.week.length > 0) return reading;
  throw new InvalidInputError([{ path: 'text', code: 'shops.hours_unread' }]);
}

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
