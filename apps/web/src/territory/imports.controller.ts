import { Readable } from 'node:stream';
import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { type ImportRecord, Initiatives, MerchantImports } from '#libs/imports';
import { InvalidInputError } from '#libs/kernel';
import { errorSentences } from '../http/error-sentences.js';
import { redirectTo } from '../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../http/form.js';
import { currentLanguage } from '../http/language.js';
import { importView, notePage, notesView, pastView } from '../http/import-view.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply, type Request } from '../http/site-request.js';
import { fileUpload, IMPORT_BYTES, type Upload } from '../http/upload.js';
import { importFile } from '../http/upload-form.js';
import { scopeOf } from '../http/actor-scope.js';

const PATH = '/territoire/imports';
const PLACE = { area: 'territory', path: PATH } as const;
const uploadForm = z.object({ initiative: z.uuid() });

/** Register files: sent, checked, imported, and what became of each row. */
@Controller('@gestion/territoire/imports')
export class TerritoryImportsController {
  constructor(
    private readonly imports: MerchantImports,
    private readonly initiatives: Initiatives,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('initiative_agent')
  async list(@Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    const records = await this.imports.list(scopeOf(actor));
    await page(reply, 'territory/imports', {
      title: this.pages.say('territory', 'office.imports'),
      past: pastView(this.pages, PLACE, records),
    });
  }

  @Get('nouveau')
  @Policy('initiative_agent')
  async form(@Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    await this.showForm(reply, actor, freshForm());
  }

  @Post()
  @Policy('initiative_agent')
  async send(@Actor() actor: SignedIn, @Req() request: Request, @Res() reply: Reply): Promise<void> {
    const upload = await fileUpload(request, { maxBytes: IMPORT_BYTES });
    try {
      const { importId } = await this.submit(actor, upload);
      redirectTo(reply, `${PATH}/${importId}`);
    } catch (error) {
      await this.showForm(reply, actor, refusedForm(error, upload.fields, 'file'));
    } finally {
      await upload.discard();
    }
  }

  @Get(':importId')
  @Policy('initiative_agent')
  async show(
    @Actor() actor: SignedIn,
    @Param('importId') importId: string,
    @Query('apres') after: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const record = await this.imports.get(importId, scopeOf(actor));
    const notes = await this.imports.notes(importId, scopeOf(actor), notePage(after));
    const view = importView(this.pages, PLACE, record);
    await page(reply, 'territory/import', {
      title: record.fileName,
      refreshSeconds: view.refreshSeconds,
      import: view,
      file: this.fileView(record),
      notes: notesView(this.pages, PLACE, record, notes),
      trail: this.trail(record.fileName),
    });
  }

  @Get(':importId/avancement')
  @Policy('initiative_agent')
  async progress(@Actor() actor: SignedIn, @Param('importId') importId: string, @Res() reply: Reply): Promise<void> {
    const record = await this.imports.get(importId, scopeOf(actor));
    const view = importView(this.pages, PLACE, record);
    if (!view.isRunning) reply.header('x-ended', '1');
    await page(reply, 'territory/import-progress', { title: record.fileName, import: view }, { isFragment: true });
  }

  @Post(':importId/application')
  @Policy('initiative_agent')
  async apply(@Actor() actor: SignedIn, @Param('importId') importId: string, @Res() reply: Reply): Promise<void> {
    const record = await this.imports.confirm(importId, scopeOf(actor), actor.personId);
    redirectTo(reply, `${PATH}/${record.importId}`);
  }

  @Get(':importId/rapport.csv')
  @Policy('initiative_agent')
  async report(@Actor() actor: SignedIn, @Param('importId') importId: string, @Res() reply: Reply): Promise<void> {
    const language = currentLanguage();
    const lines = await this.imports.report(importId, scopeOf(actor), (reason) =>
      errorSentences().say(reason, language),
    );
    void reply
      .header('content-disposition', `attachment; filename="rapport-${importId}.csv"`)
      .header('cache-control', 'private, no-store')
      .type('text/csv; charset=utf-8')
      .send(Readable.from(lines));
  }

  private fileView({ importId, format, state, dryRun, problem }: ImportRecord) {
    const path = `${PATH}/${importId}`;
    const isEnded = state === 'done' || state === 'paused';
    return {
      format: format && this.pages.say('territory', `lists.read_as_${format}`),
      isList: format === 'list' && dryRun && state === 'done',
      isUnknown: problem?.code === 'imports.unknown_merchant_format',
      mapUrl: isEnded && problem === null ? `${path}/carte` : null,
      pauseUrl: `${path}/pause`,
      resumeUrl: `${path}/reprise`,
      undoUrl: isEnded && !dryRun ? `${path}/annulation` : null,
    };
  }

  private async submit(actor: SignedIn, upload: Upload) {
    const file = importFile(upload, 'file');
    const { initiative } = parseForm(uploadForm, upload.fields);
    const known = await this.initiatives.list(scopeOf(actor));
    if (!known.some(({ initiativeId }) => initiativeId === initiative))
      throw new InvalidInputError([{ path: 'initiative', code: 'field.invalid' }]);
    return this.imports.submit(initiative, { ...file, dryRun: true, createdBy: actor.personId });
  }

  private async showForm(reply: Reply, actor: SignedIn, form: FormView & { status?: number }): Promise<void> {
    const known = await this.initiatives.list(scopeOf(actor));
    const chosen = form.values['initiative'] ?? (known.length === 1 ? known[0]?.initiativeId : undefined);
    const choices = known.map(({ initiativeId, name }) => ({
      value: initiativeId,
      label: name,
      isSelected: initiativeId === chosen,
    }));
    const title = this.pages.say('territory', 'territory.import_cta');
    const model = { title, form, choices, trail: this.trail(title) };
    await page(reply, 'territory/import-new', model, { status: form.status ?? 200 });
  }

  private trail(label: string) {
    return [
      { label: this.pages.say('territory', 'office.territory'), url: '/territoire' },
      { label: this.pages.say('territory', 'office.imports'), url: PATH },
      { label, isCurrent: true },
    ];
  }
}
