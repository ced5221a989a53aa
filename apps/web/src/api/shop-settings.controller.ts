import { Body, Controller, Get, Patch } from '@nestjs/common';
import { z } from 'zod';
import { type Shop, shopInput, Shops } from '#libs/shops';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { describeRoute } from '../http/route-description.js';

const settingsSchema = z.object({
  slug: z.string(),
  state: z.string(),
  name: z.string(),
  tagline: z.string().nullable(),
  description: z.string().nullable(),
  addressLine: z.string().nullable(),
  postcode: z.string().nullable(),
  communeInsee: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  website: z.string().nullable(),
  slotMinutes: z.int(),
  slotCapacity: z.int().describe('Orders a slot'),
  slotMaxItems: z.int().nullable(),
  leadMinutes: z.int().describe('Open minutes'),
  horizonOpenDays: z.int(),
  cutoffs: z
    .record(z.string(), z.string())
    .describe('By weekday, 1 Monday: from this wall time on, nothing more that day'),
  rush: z.boolean().describe('Doubles the lead time now'),
  rushUntil: z.string().nullable().describe('When the rush ends by itself'),
  closureCapacity: z.int().describe('Orders a slot under a closure order'),
  answerMinutes: z.int().describe('Open minutes in which an order is answered'),
  keepOpenDays: z.int().describe('Open days for which an order is kept'),
  openOnHolidays: z.boolean(),
  sendsTexts: z.boolean().describe('Customers who ticked it get text messages, where the region sends any'),
  legal: z.record(z.string(), z.unknown()),
  missing: z.array(z.string()).describe('What the shop lacks before it may open'),
});

type Settings = z.infer<typeof settingsSchema>;

/** The appearance is chosen on screen, by the theme's own form. */
const settingsBody = shopInput.omit({ theme: true, themeSettings: true });

/** The settings of a shop, for its till. */
@Controller('@portal/api/v1/shop/settings')
export class ShopSettingsController {
  constructor(private readonly shops: Shops) {}

  @Get()
  @Policy('api_shop')
  async show(): Promise<Settings> {
    const [shop, checklist] = await Promise.all([this.shops.current(), this.shops.openingChecklist()]);
    return settings(
      shop,
      checklist.filter(({ isDone }) => !isDone).map(({ piece }) => piece),
    );
  }

  @Patch()
  @Policy('api_shop')
  async change(@Body() body: unknown): Promise<Settings> {
    await this.shops.update(parseForm(settingsBody, body));
    return this.show();
  }
}

/** The schema leaves out whatever is not a setting. */
const settings = (shop: Shop, missing: string[]): Settings =>
  settingsSchema.parse({
    ...shop,
    rush: shop.isRushing,
    rushUntil: shop.isRushing ? (shop.rushUntil?.toISOString() ?? null) : null,
    missing,
  });

const problems = { 401: ['http.bad_token'] };

describeRoute({
  method: 'get',
  path: '/shop/settings',
  summary: 'Who the shop is and how it takes orders',
  policy: 'api_shop',
  answers: { 200: { description: 'The settings', schema: settingsSchema } },
  problems,
});
describeRoute({
  method: 'patch',
  path: '/shop/settings',
  summary: 'Changes what is given and keeps the rest',
  policy: 'api_shop',
  body: settingsBody,
  answers: { 200: { description: 'The settings as they are now', schema: settingsSchema } },
  problems: { ...problems, 422: ['input.invalid'] },
});
