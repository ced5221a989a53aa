import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import { SETTINGS, type Settings } from '#libs/platform';
import { Search, searchQuerySchema, Suggestions } from '#libs/search';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { describeRoute } from '../http/route-description.js';
import type { Reply } from '../http/site-request.js';
import { apiResult, resultSchema } from './search-result.mapper.js';

const facet = z.object({ value: z.string(), label: z.string(), count: z.int() });

const facetsSchema = z.object({
  category: z.array(facet),
  commune: z.array(facet),
  price: z.array(z.object({ from: z.int(), below: z.int().nullable(), count: z.int() })).describe('cents'),
  distance: z.array(z.object({ km: z.int(), count: z.int() })),
  pickup: z.object({ today: z.int(), tomorrow: z.int() }).describe('can be collected by the end of the day'),
  openNow: z.int(),
});

const answerSchema = z.object({
  query: z.string(),
  total: z.int(),
  totalIsExact: z.boolean().describe('false: there are more results than total, and the facets count the first ones'),
  page: z.int(),
  perPage: z.int(),
  results: z.array(resultSchema),
  facets: facetsSchema,
  facetsAreSampled: z.boolean().describe('true: price, distance, pickup and openNow are counted on a sample'),
  suggestion: z.string().nullable().describe('what was searched instead, after a typing error'),
  widened: z
    .object({ radiusKm: z.number().nullable().optional(), words: z.boolean().optional() })
    .nullable()
    .describe(
      'what was looked for where nothing matched as asked: farther (null: the whole region), or not all the words',
    ),
  near: z.object({ insee: z.string(), name: z.string(), radiusKm: z.number() }).nullable(),
});

const suggestQuery = z.object({ q: z.string().max(200).default('') });
const suggestAnswer = z.object({
  suggestions: z
    .array(
      z.object({
        kind: z.enum(['words', 'shop', 'category', 'commune']),
        label: z.string(),
        value: z.string().nullable().describe('slug, trade code or INSEE code; null for words'),
      }),
    )
    .max(8),
});

describeRoute({
  method: 'get',
  path: '/search',
  summary: 'Products and shops of the whole region',
  policy: 'public',
  query: searchQuerySchema,
  answers: { 200: { description: 'One page of results', schema: answerSchema } },
  problems: { 422: ['input.invalid', 'search.unknown_place'] },
});
describeRoute({
  method: 'get',
  path: '/suggest',
  summary: 'Up to 8 completions of what is being typed',
  policy: 'public',
  query: suggestQuery,
  answers: { 200: { description: 'Completions', schema: suggestAnswer } },
});

@Controller('@portal/api/v1')
export class ApiSearchController {
  constructor(
    private readonly engine: Search,
    private readonly suggestions: Suggestions,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('search')
  @Policy('public', { rate: { max: 240, seconds: 60 } })
  async search(@Query() query: unknown): Promise<z.infer<typeof answerSchema>> {
    const answer = await this.engine.search(parseForm(searchQuerySchema, query));
    return { ...answer, results: answer.results.map((result) => apiResult(result, this.settings)) };
  }

  @Get('suggest')
  @Policy('public', { rate: { max: 600, seconds: 60 } })
  async suggest(
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<z.infer<typeof suggestAnswer>> {
    reply.header('cache-control', 'public, max-age=60');
    return { suggestions: await this.suggestions.suggest(parseForm(suggestQuery, query).q) };
  }
}
