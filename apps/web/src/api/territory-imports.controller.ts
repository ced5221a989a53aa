import { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { type ImportRecord, Initiatives, MerchantImports } from '#libs/imports';
import { InvalidInputError } from '#libs/kernel';
import { scopeOf } from '../http/actor-scope.js';
import { errorSentences } from '../http/error-sentences.js';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { describeRoute, type RouteDescription } from '../http/route-description.js';
import { Actor, type Reply, type Request } from '../http/site-request.js';
import { fileUpload, IMPORT_BYTES } from '../http/upload.js';
import { importFile } from '../http/upload-form.js';

const uploadForm = z.object({ initiative: z.string().min(1).max(40) });

const importSchema = z.object({
  id: z.string(),
  initiative: z.string(),
  fileName: z.string(),
  format: z.string().nullable(),
  dryRun: z.boolean(),
  state: z.enum(['waiting', 'running', 'paused', 'done', 'undone', 'refused']),
  problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
  rows: z.object({ done: z.int(), total: z.int().nullable() }),
  read: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  reasons: z.record(z.string(), z.int()),
  createdAt: z.string(),
});

type ImportAnswer = z.infer<typeof importSchema>;

/** Register files of an initiative for programs, by the bearer token of an agent or admin. */
@Controller('@portal/api/v1/territory/imports')
export class TerritoryImportsApiController {
  constructor(
    private readonly imports: MerchantImports,
    private readonly initiatives: Initiatives,
  ) {}

  @Get()
  @Policy('api_territory')
  async list(@Actor() actor: SignedIn): Promise<{ imports: ImportAnswer[] }> {
    const records = await this.imports.list(scopeOf(actor));
    const slugs = await this.slugs(actor);
    return { imports: records.map((record) => answerOf(record, slugs)) };
  }

  @Post()
  @HttpCode(201)
  @Policy('api_territory')
  async send(@Actor() actor: SignedIn, @Req() request: Request): Promise<ImportAnswer> {
    const upload = await fileUpload(request, { maxBytes: IMPORT_BYTES });
    try {
      const { initiative } = parseForm(uploadForm, upload.fields);
      const slugs = await this.slugs(actor);
      const owner = [...slugs].find(([, slug]) => slug === initiative)?.[0];
      if (owner === undefined) throw new InvalidInputError([{ path: 'initiative', code: 'field.invalid' }]);
      const file = importFile(upload, 'file');
      const record = await this.imports.submit(owner, { ...file, dryRun: true, createdBy: actor.personId });
      return answerOf(record, slugs);
    } finally {
      await upload.discard();
    }
  }

  @Get(':id')
  @Policy('api_territory')
  async show(@Actor() actor: SignedIn, @Param('id') id: string): Promise<ImportAnswer> {
    return answerOf(await this.imports.get(id, scopeOf(actor)), await this.slugs(actor));
  }

  @Post(':id/application')
  @HttpCode(200)
  @Policy('api_territory')
  async apply(@Actor() actor: SignedIn, @Param('id') id: string): Promise<ImportAnswer> {
    return answerOf(await this.imports.confirm(id, scopeOf(actor), actor.personId), await this.slugs(actor));
  }

  @Get(':id/report')
  @Policy('api_territory')
  async report(@Actor() actor: SignedIn, @Param('id') id: string, @Res() reply: Reply): Promise<void> {
    const lines = await this.imports.report(id, scopeOf(actor), (reason) => errorSentences().say(reason));
    void reply.type('text/csv; charset=utf-8').send(Readable.from(lines));
  }

  private async slugs(actor: SignedIn): Promise<Map<string, string>> {
    const known = await this.initiatives.list(scopeOf(actor));
    return new Map(known.map(({ initiativeId, slug }) => [initiativeId, slug]));
  }
}

function answerOf(record: ImportRecord, slugs: Map<string, string>): ImportAnswer {
  const { importId, ownerId, fileName, format, dryRun, state, problem } = record;
  const { read, created, updated, unchanged, refused } = record;
  return {
    id: importId,
    initiative: slugs.get(ownerId) ?? '',
    fileName,
    format,
    dryRun,
    state,
    problem: problem && { code: problem.code, detail: errorSentences().say(problem) },
    rows: { done: record.rowsDone, total: record.fileRows },
    read,
    created,
    updated,
    unchanged,
    refused,
    reasons: record.tally,
    createdAt: record.createdAt.toISOString(),
  };
}

const params = z.object({ id: z.string() });
const answer = (status: number, description: string): RouteDescription['answers'] => ({
  [status]: { description, schema: importSchema },
});
const gone = { 401: ['http.bad_token'], 404: ['not_found'] };
const route = (
  method: 'get' | 'post',
  path: string,
  more: Pick<RouteDescription, 'summary' | 'answers'> & Partial<RouteDescription>,
) => describeRoute({ method, path: `/territory/imports${path}`, policy: 'api_territory', ...more });

route('get', '', {
  summary: 'The files sent so far, the newest first',
  answers: { 200: { description: 'At most 50', schema: z.object({ imports: z.array(importSchema) }) } },
  problems: { 401: ['http.bad_token'] },
});
route('post', '', {
  summary:
    'Sends a register file as multipart/form-data, fields `initiative` (its slug) and `file`; it is checked, nothing is written',
  body: uploadForm,
  answers: answer(201, 'The check, on its way'),
  problems: { 401: ['http.bad_token'], 413: ['http.body_too_large'], 422: ['input.invalid'] },
});
route('get', '/{id}', { summary: 'How far it is', params, answers: answer(200, 'The import'), problems: gone });
route('post', '/{id}/application', {
  summary: 'Imports a file that was checked; asked twice, it is one import',
  params,
  answers: answer(200, 'The import, on its way'),
  problems: { ...gone, 409: ['imports.not_checked'] },
});
route('get', '/{id}/report', {
  summary: 'The refused rows with their reasons, as CSV',
  params,
  answers: { 200: { description: 'CSV', schema: null } },
  problems: gone,
});
