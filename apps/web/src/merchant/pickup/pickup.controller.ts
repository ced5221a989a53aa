import { Body, Controller, Get, Inject, Post, Res } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { dateAt, PickupSlots, wallAt } from '#libs/pickup';
import { SETTINGS, type Settings } from '#libs/platform';
import { type Shop, Shops } from '#libs/shops';
import { Temporal } from 'temporal-polyfill';
import { redirectTo } from '../../http/flash.js';
import { freshForm, type FormView, parseForm, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { cutoffField, pickupForm, rushForm } from './pickup.form.js';
import { hourText, slotText } from '../../http/wording.js';

const SHOWN_SLOTS = 3;
const LENGTHS = [15, 20, 30, 60];

/** How the shop hands orders over: its lead time, slots and cut-offs, and « trop de monde » in one tap. */
@Controller('@gestion/horaires')
export class PickupController {
  constructor(
    private readonly shops: Shops,
    private readonly pickup: PickupSlots,
    private readonly pages: Pages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('retrait')
  @Policy('shop_member')
  async rules(@Res() reply: Reply): Promise<void> {
    await this.show(reply);
  }

  @Post('retrait')
  @Policy('shop_member')
  async save(@Res() reply: Reply, @Body() body: unknown): Promise<void> {
    try {
      await this.shops.update(parseForm(pickupForm, body));
    } catch (error) {
      return this.show(reply, refusedForm(error, body));
    }
    redirectTo(reply, '/horaires/retrait', { key: 'pickup.saved' });
  }

  /** One tap: the lead time is doubled until the end that the button says. */
  @Post('affluence')
  @Policy('shop_member')
  async rush(@Res() reply: Reply, @Body() body: unknown): Promise<void> {
    const { hours } = parseForm(rushForm, body);
    const isOver = hours === 'over';
    const rushUntil = /^\d$/.test(hours)
      ? Clock.now()
          .add({ hours: Number(hours) })
          .toString()
      : null;
    await this.shops.update({ rush: !isOver, rushUntil });
    redirectTo(reply, '/horaires/retrait', { key: isOver ? 'pickup.rush.over_done' : 'pickup.rush.done' });
  }

  private async show(reply: Reply, refused?: FormView & { status: number }): Promise<void> {
    const [shop, plan] = await Promise.all([this.shops.current(), this.pickup.plan()]);
    const form = refused ?? freshForm(valuesOf(shop));
    const free = plan.slots.filter((slot) => slot.remaining > 0).slice(0, SHOWN_SLOTS);
    await page(
      reply,
      'merchant/pickup',
      {
        title: this.say('title'),
        form,
        next: free.map(slotText),
        closure: plan.closure && {
          title: plan.closure.title,
          text: this.say(plan.closure.collects ? 'closure' : 'closure_none'),
        },
        rush: this.rushView(shop),
        lengths: LENGTHS.map((minutes) => ({
          value: String(minutes),
          label: this.say('minutes', { minutes }),
          isSelected: Number(form.values['slotMinutes']) === minutes,
        })),
        holidays: this.choices('holidays', ['closed', 'open'], form),
        texts: this.settings.sms && this.choices('texts', ['no', 'yes'], form),
        cutoffs: [1, 2, 3, 4, 5, 6, 7].map((day) => {
          const name = cutoffField(String(day));
          const label = this.pages.say('merchant', `hours.day.${day}`);
          return { label, name, value: form.values[name], error: form.errors[name] };
        }),
      },
      { status: refused?.status ?? 200 },
    );
  }

  private choices(name: string, values: string[], form: FormView) {
    return values.map((value) => ({
      value,
      label: this.say(`choice.${name}_${value}`),
      isSelected: form.values[name] === value,
    }));
  }

  private rushView(shop: Shop) {
    const until = shop.isRushing && shop.rushUntil ? Temporal.Instant.from(shop.rushUntil.toISOString()) : null;
    const isToday = until !== null && dateAt(until).equals(dateAt(Clock.now()));
    return {
      isOn: shop.isRushing,
      until: until && (isToday ? hourText(wallAt(until)) : this.say('rush.midnight')),
      choices: ['1', '2', '4', 'today'].map((value) => ({ value, label: this.say(`rush.for.${value}`) })),
    };
  }

  private say = (key: string, values: Record<string, unknown> = {}): string =>
    this.pages.say('merchant', `pickup.${key}`, values);
}

const valuesOf = (shop: Shop): Record<string, unknown> => ({
  leadMinutes: shop.leadMinutes,
  slotMinutes: shop.slotMinutes,
  slotCapacity: shop.slotCapacity,
  slotMaxItems: shop.slotMaxItems,
  horizonOpenDays: shop.horizonOpenDays,
  closureCapacity: shop.closureCapacity,
  answerMinutes: shop.answerMinutes,
  keepOpenDays: shop.keepOpenDays,
  holidays: shop.openOnHolidays ? 'open' : 'closed',
  texts: shop.sendsTexts ? 'yes' : 'no',
  ...Object.fromEntries(Object.entries(shop.cutoffs).map(([day, wall]) => [cutoffField(day), wall])),
});
