import { Readable } from 'node:stream';
import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { type FirstProducts, FirstProductsFiles } from '#libs/imports';
import { writeCsv } from '#libs/platform';
import { scopeOf } from '../../http/actor-scope.js';
import { redirectTo } from '../../http/flash.js';
import { type FormView, freshForm, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply, type Request } from '../../http/site-request.js';
import { fileUpload, IMPORT_BYTES } from '../../http/upload.js';
import { importFile } from '../../http/upload-form.js';
import { fileRow, fileView, leftText } from './first-products.mapper.js';

const PATH = '/territoire/premiers-produits';
const COLUMNS = ['sent_file', 'when', 'by', 'shops', 'created', 'left'];
const MOST_SHOWN = 100;
/** Seconds after which a page without script looks again. */
const REFRESH = 5;

/** The first products, with their photos, of many shops in one file. */
@Controller('@gestion/territoire/premiers-produits')
export class FirstProductsController {
  constructor(
    private readonly files: FirstProductsFiles,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('initiative_agent')
  async list(@Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    await this.showList(reply, actor, freshForm());
  }

  @Post()
  @Policy('initiative_agent')
  async send(@Actor() actor: SignedIn, @Req() request: Request, @Res() reply: Reply): Promise<void> {
    const upload = await fileUpload(request, { maxBytes: IMPORT_BYTES });
    try {
      const fileId = await this.files.submit(scopeOf(actor), importFile(upload, 'file'), actor.personId);
      redirectTo(reply, `${PATH}/${fileId}`);
    } catch (error) {
      await this.showList(reply, actor, refusedForm(error, upload.fields, 'file'));
    } finally {
      await upload.discard();
    }
  }

  @Get(':fileId')
  @Policy('initiative_agent')
  async show(@Actor() actor: SignedIn, @Param('fileId') fileId: string, @Res() reply: Reply): Promise<void> {
    const scope = scopeOf(actor);
    const found = await this.files.find(scope, fileId);
    const file = this.view(found);
    const left = file.isRunning ? [] : await this.files.left(scope, fileId);
    await page(reply, 'territory/first-products-file', {
      title: found.fileName,
      refreshSeconds: file.isRunning ? REFRESH : null,
      file,
      left: left.slice(0, MOST_SHOWN).map((row) => leftText(row, this.say)),
      trail: this.trail(found.fileName),
    });
  }

  @Get(':fileId/avancement')
  @Policy('initiative_agent')
  async progress(@Actor() actor: SignedIn, @Param('fileId') fileId: string, @Res() reply: Reply): Promise<void> {
    const file = this.view(await this.files.find(scopeOf(actor), fileId));
    if (!file.isRunning) reply.header('x-ended', '1');
    await page(reply, 'territory/first-products-progress', { title: '', file }, { isFragment: true });
  }

  /** The rows that went nowhere, each with its reason. */
  @Get(':fileId/rapport.csv')
  @Policy('initiative_agent')
  async report(@Actor() actor: SignedIn, @Param('fileId') fileId: string, @Res() reply: Reply): Promise<void> {
    const left = await this.files.left(scopeOf(actor), fileId);
    const rows = left.map((row) => [String(row.line), row.siret, leftText(row, this.say)]);
    void reply
      .header('content-disposition', `attachment; filename="rapport-${fileId}.csv"`)
      .header('cache-control', 'private, no-store')
      .type('text/csv; charset=utf-8')
      .send(Readable.from(writeCsv([['line', 'siret', 'reason'], ...rows])));
  }

  @Post(':fileId/annulation')
  @Policy('initiative_agent')
  async undo(@Actor() actor: SignedIn, @Param('fileId') fileId: string, @Res() reply: Reply): Promise<void> {
    await this.files.undo(scopeOf(actor), fileId);
    redirectTo(reply, `${PATH}/${fileId}`);
  }

  private view(found: FirstProducts) {
    return fileView(found, `${PATH}/${found.fileId}`, this.say);
  }

  private async showList(reply: Reply, actor: SignedIn, form: FormView & { status?: number }): Promise<void> {
    const files = await this.files.list(scopeOf(actor));
    const view = {
      title: this.say('title'),
      form,
      trail: this.trail(null),
      columns: COLUMNS.map((key) => ({ label: this.say(key) })),
      rows: files.map((file) => fileRow(file, `${PATH}/${file.fileId}`, this.say)),
    };
    await page(reply, 'territory/first-products', view, { status: form.status ?? 200 });
  }

  private trail(file: string | null) {
    const imports = { label: this.pages.say('territory', 'office.imports'), url: '/territoire/imports' };
    const label = this.say('title');
    if (file === null) return [imports, { label, isCurrent: true }];
    return [imports, { label, url: PATH }, { label: file, isCurrent: true }];
  }

  private readonly say = (key: string, values: Record<string, unknown> = {}): string =>
    this.pages.say('territory', `first_products.${key}`, values);
}
