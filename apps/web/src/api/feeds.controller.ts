import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { type Feed, feedInput, Feeds, type FeedSync } from '#libs/federation';
import { Initiatives } from '#libs/imports';
import { InvalidInputError } from '#libs/kernel';
import { scopeOf } from '../http/actor-scope.js';
import { errorSentences } from '../http/error-sentences.js';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { describeRoute, type RouteDescription } from '../http/route-description.js';
import { Actor } from '../http/site-request.js';

const problemSchema = z.object({ code: z.string(), detail: z.string() });
const syncSchema = z.object({
  startedAt: z.string(),
  outcome: z.enum(['changed', 'held', 'failed']),
  read: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  missing: z.int().describe('not in the feed for the first time: still shown'),
  gone: z.int(),
  refused: z.int(),
  problem: problemSchema.nullable(),
  errors: z.array(problemSchema).describe('the first rows that were refused'),
});
const feedSchema = z.object({
  id: z.string(),
  initiative: z.string(),
  kind: z.string(),
  url: z.string(),
  name: z.string(),
  items: z.int(),
  checkedAt: z.string().nullable(),
  changedAt: z.string().nullable(),
  nextAt: z.string(),
  failures: z.int(),
  problem: problemSchema.nullable(),
  held: z.object({ lost: z.int(), before: z.int(), at: z.string() }).nullable().describe('waits for a confirmation'),
  hiddenAt: z.string().nullable(),
});
const body = feedInput.extend({ initiative: z.string() });

type FeedAnswer = z.infer<typeof feedSchema>;
type SyncAnswer = z.infer<typeof syncSchema>;

/** What initiatives publish elsewhere, for programs, by the bearer token of an agent or admin. */
@Controller('@portal/api/v1/territory/feeds')
export class FeedsApiController {
  constructor(
    private readonly feeds: Feeds,
    private readonly initiatives: Initiatives,
  ) {}

  @Get()
  @Policy('api_territory')
  async list(@Actor() actor: SignedIn): Promise<{ feeds: FeedAnswer[] }> {
    return { feeds: (await this.feeds.list(scopeOf(actor))).map(feedAnswer) };
  }

  @Post()
  @HttpCode(201)
  @Policy('api_territory')
  async add(@Actor() actor: SignedIn, @Body() given: unknown): Promise<FeedAnswer> {
    const { initiative, ...input } = parseForm(body, given);
    const known = await this.initiatives.list(scopeOf(actor));
    const owner = known.find(({ slug }) => slug === initiative);
    if (!owner) throw new InvalidInputError([{ path: 'initiative', code: 'field.invalid' }]);
    return feedAnswer(await this.feeds.add(owner.initiativeId, input, actor.personId));
  }

  @Get(':feedId')
  @Policy('api_territory')
  async show(@Actor() actor: SignedIn, @Param('feedId') feedId: string): Promise<FeedAnswer & { syncs: SyncAnswer[] }> {
    const feed = await this.feeds.get(feedId, scopeOf(actor));
    const syncs = await this.feeds.syncs(feedId, scopeOf(actor));
    return { ...feedAnswer(feed), syncs: syncs.map(syncAnswer) };
  }

  @Post(':feedId/reading')
  @HttpCode(202)
  @Policy('api_territory')
  async read(@Actor() actor: SignedIn, @Param('feedId') feedId: string): Promise<FeedAnswer> {
    await this.feeds.hurry(feedId, scopeOf(actor));
    return feedAnswer(await this.feeds.get(feedId, scopeOf(actor)));
  }

  @Post(':feedId/confirmation')
  @HttpCode(202)
  @Policy('api_territory')
  async confirm(@Actor() actor: SignedIn, @Param('feedId') feedId: string): Promise<FeedAnswer> {
    await this.feeds.confirm(feedId, scopeOf(actor));
    return feedAnswer(await this.feeds.get(feedId, scopeOf(actor)));
  }

  @Delete(':feedId')
  @HttpCode(204)
  @Policy('api_territory')
  async withdraw(@Actor() actor: SignedIn, @Param('feedId') feedId: string): Promise<void> {
    await this.feeds.withdraw(feedId, scopeOf(actor));
  }
}

const said = (problem: { code: string; details: Record<string, unknown> }) => ({
  code: problem.code,
  detail: errorSentences().say(problem),
});

function feedAnswer(feed: Feed): FeedAnswer {
  const { kind, url, name, items, failures, problem, held } = feed;
  return {
    id: feed.feedId,
    initiative: feed.initiative.slug,
    kind,
    url,
    name,
    items,
    checkedAt: feed.checkedAt?.toISOString() ?? null,
    changedAt: feed.changedAt?.toISOString() ?? null,
    nextAt: feed.nextAt.toISOString(),
    failures,
    problem: problem && said(problem),
    held,
    hiddenAt: feed.hiddenAt?.toISOString() ?? null,
  };
}

const syncAnswer = ({ syncId: _id, startedAt, endedAt: _end, problem, errors, ...counts }: FeedSync): SyncAnswer => ({
  startedAt: startedAt.toISOString(),
  ...counts,
  problem: problem && said(problem),
  errors: errors.map(said),
});

const params = z.object({ feedId: z.string() });
const gone = { 401: ['http.bad_token'], 404: ['not_found'] };
const route = (
  method: 'get' | 'post' | 'delete',
  path: string,
  more: Pick<RouteDescription, 'summary' | 'answers'> & Partial<RouteDescription>,
) => describeRoute({ method, path: `/territory/feeds${path}`, policy: 'api_territory', ...more });
const answer = (status: number, description: string) => ({ [status]: { description, schema: feedSchema } });

route('get', '', {
  summary: 'Feeds of the initiatives, and how they are',
  answers: { 200: { description: 'All of them', schema: z.object({ feeds: z.array(feedSchema) }) } },
  problems: { 401: ['http.bad_token'] },
});
route('post', '', {
  summary: 'Adds a feed of an initiative (its slug); it is read within a minute',
  body,
  answers: answer(201, 'The feed'),
  problems: { 401: ['http.bad_token'], 409: ['federation.known'], 422: ['input.invalid'] },
});
route('get', '/{feedId}', {
  summary: 'A feed, and what happened at its last readings',
  params,
  answers: { 200: { description: 'The feed', schema: feedSchema.extend({ syncs: z.array(syncSchema) }) } },
  problems: gone,
});
route('post', '/{feedId}/reading', {
  summary: 'Reads it soon, whatever its turn',
  params,
  answers: answer(202, 'The feed'),
  problems: gone,
});
route('post', '/{feedId}/confirmation', {
  summary: 'Says that what is missing from a held content is really gone',
  params,
  answers: answer(202, 'The feed'),
  problems: { ...gone, 409: ['federation.nothing_held'] },
});
route('delete', '/{feedId}', {
  summary: 'Takes the feed away with all that it says; what other sources say stays',
  params,
  answers: { 204: { description: 'Done', schema: null } },
  problems: gone,
});
