import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import {
  type HoursException,
  hoursExceptionInput,
  openingHoursInput,
  ShopHours,
  type WeeklyInterval,
} from '#libs/shops';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { describeRoute } from '../http/route-description.js';

const time = z.string().describe('Local wall time of the region, HH:mm');
const weekSchema = z.object({
  hours: z.array(
    z.object({ weekday: z.int().min(1).max(7).describe('1 Monday to 7 Sunday'), opens: time, closes: time }),
  ),
});
const exceptionSchema = z.object({
  day: z.iso.date(),
  intervals: z.array(z.object({ opens: time, closes: time })).describe('None: closed on that day'),
  reason: z.string().nullable(),
});
const exceptionsSchema = z.object({ exceptions: z.array(exceptionSchema) });

const weekBody = z.strictObject({ hours: openingHoursInput });
const fromQuery = z.object({ from: z.iso.date({ error: 'shops.date_invalid' }).optional() });
const dayParams = z.object({ day: z.iso.date({ error: 'shops.date_invalid' }) });

/** Opening hours of a shop, for its till. */
@Controller('@portal/api/v1/shop')
export class ShopHoursController {
  constructor(private readonly hours: ShopHours) {}

  @Get('hours')
  @Policy('api_shop')
  async week(): Promise<{ hours: WeeklyInterval[] }> {
    return { hours: await this.hours.openingHours() };
  }

  @Put('hours')
  @Policy('api_shop')
  async setWeek(@Body() body: unknown): Promise<{ hours: WeeklyInterval[] }> {
    const { hours } = parseForm(weekBody, body);
    await this.hours.setHours(hours);
    return { hours };
  }

  @Get('exceptions')
  @Policy('api_shop')
  async exceptions(@Query() query: unknown): Promise<{ exceptions: HoursException[] }> {
    return { exceptions: await this.hours.exceptions(parseForm(fromQuery, query).from) };
  }

  @Post('exceptions')
  @HttpCode(201)
  @Policy('api_shop')
  async addException(@Body() body: unknown): Promise<HoursException> {
    const exception = parseForm(hoursExceptionInput, body);
    await this.hours.setException(exception);
    return exception;
  }

  @Delete('exceptions/:day')
  @HttpCode(204)
  @Policy('api_shop')
  async removeException(@Param() params: unknown): Promise<void> {
    await this.hours.removeException(parseForm(dayParams, params).day);
  }
}

const problems = { 401: ['http.bad_token'] };
const refused = { ...problems, 422: ['input.invalid', 'shops.hours_overlap', 'shops.hours_reversed'] };
const policy = 'api_shop';

describeRoute({
  method: 'get',
  path: '/shop/hours',
  summary: 'Weekly opening hours',
  policy,
  answers: { 200: { description: 'By weekday and time', schema: weekSchema } },
  problems,
});
describeRoute({
  method: 'put',
  path: '/shop/hours',
  summary: 'Replaces the whole week',
  policy,
  body: weekBody,
  answers: { 200: { description: 'The week as it is now', schema: weekSchema } },
  problems: refused,
});
describeRoute({
  method: 'get',
  path: '/shop/exceptions',
  summary: 'Days that are different, from a day on',
  policy,
  query: fromQuery,
  answers: { 200: { description: 'By day', schema: exceptionsSchema } },
  problems,
});
describeRoute({
  method: 'post',
  path: '/shop/exceptions',
  summary: 'Says that a day is different; replaces what was said of that day',
  policy,
  body: hoursExceptionInput,
  answers: { 201: { description: 'The day', schema: exceptionSchema } },
  problems: refused,
});
describeRoute({
  method: 'delete',
  path: '/shop/exceptions/{day}',
  summary: 'The day follows the weekly hours again',
  policy,
  params: dayParams,
  answers: { 204: { description: 'Done', schema: null } },
  problems: { ...problems, 404: ['not_found'] },
});
