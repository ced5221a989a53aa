import { Body, Controller, Get, HttpCode, Param, Put } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { type MatchSide, type PlaceMatch, PlaceMatches } from '#libs/federation';
import { scopeOf } from '../http/actor-scope.js';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { describeRoute } from '../http/route-description.js';
import { Actor } from '../http/site-request.js';

const fieldSchema = z.object({ field: z.string(), value: z.union([z.string(), z.number()]), source: z.string() });
const sideSchema = z.object({ id: z.string(), isShop: z.boolean(), fields: z.array(fieldSchema) });
const matchSchema = z.object({
  id: z.string(),
  reason: z.enum(['phone', 'website', 'address', 'near']),
  decision: z.enum(['same', 'apart']).nullable(),
  left: sideSchema,
  right: sideSchema,
});
const decisionBody = z.strictObject({ decision: z.enum(['same', 'apart']).nullable() });

type MatchAnswer = z.infer<typeof matchSchema>;

/** Descriptions that may be of one place, for programs, by the bearer token of an agent or admin. */
@Controller('@portal/api/v1/territory/place-matches')
export class PlaceMatchesApiController {
  constructor(private readonly matches: PlaceMatches) {}

  @Get()
  @Policy('api_territory')
  async list(@Actor() actor: SignedIn): Promise<{ matches: MatchAnswer[] }> {
    return { matches: (await this.matches.list(scopeOf(actor))).map(matchAnswer) };
  }

  @Put(':matchId/decision')
  @HttpCode(204)
  @Policy('api_territory')
  async decide(@Actor() actor: SignedIn, @Param('matchId') matchId: string, @Body() body: unknown): Promise<void> {
    const { decision } = parseForm(decisionBody, body);
    await this.matches.decide(matchId, scopeOf(actor), decision, actor.personId);
  }
}

const matchAnswer = ({ matchId, reason, decision, left, right }: PlaceMatch): MatchAnswer => ({
  id: matchId,
  reason,
  decision,
  left: sideAnswer(left),
  right: sideAnswer(right),
});

const sideAnswer = ({ id, isShop, fields }: MatchSide) => ({
  id,
  isShop,
  fields: fields.map(({ field, value, source }) => ({ field, value, source })),
});

const policy = 'api_territory';
describeRoute({
  method: 'get',
  path: '/territory/place-matches',
  summary: 'Duplicates that were proposed among places of feeds and shops, each field with its source',
  policy,
  answers: { 200: { description: 'Those that wait first', schema: z.object({ matches: z.array(matchSchema) }) } },
  problems: { 401: ['http.bad_token'] },
});
describeRoute({
  method: 'put',
  path: '/territory/place-matches/{matchId}/decision',
  summary: 'They are the same, are two, or (null) nobody has decided: then all is as before',
  policy,
  params: z.object({ matchId: z.string() }),
  body: decisionBody,
  answers: { 204: { description: 'Done', schema: null } },
  problems: { 401: ['http.bad_token'], 404: ['not_found'], 409: ['federation.other_siret'], 422: ['input.invalid'] },
});
