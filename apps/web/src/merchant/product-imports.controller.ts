import { Readable } from 'node:stream';
import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { ProductImports } from '#libs/imports';
import { asShop, currentShopId } from '#libs/tenancy';
import { errorSentences } from '../http/error-sentences.js';
import { redirectTo } from '../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../http/form.js';
import { taxForm, taxOptions } from './import-columns.form.js';
import { rateChoices, taxChoices } from './import-columns.mapper.js';
import { CARDS, checkedView } from './import-preview.mapper.js';
import { currentLanguage } from '../http/language.js';
import { importView, notePage, notesView, pastView } from '../http/import-view.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply, type Request } from '../http/site-request.js';
import { fileUpload, IMPORT_BYTES, type Upload } from '../http/upload.js';
import { importFile } from '../http/upload-form.js';

const PATH = '/produits/imports';
const PLACE = { area: 'merchant', path: PATH } as const;
const TAXES = ['auto', 'included', 'excluded'] as const;

/** Files of products that come from another system. */
@Controller('@gestion/produits/imports')
export class ProductImportsController {
  constructor(
    private readonly imports: ProductImports,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('shop_member')
  async list(@Res() reply: Reply): Promise<void> {
    const records = await this.imports.list();
    await page(reply, 'merchant/imports', {
      title: this.pages.say('merchant', 'office.imports'),
      past: pastView(this.pages, PLACE, records),
      trail: this.trail(),
    });
  }

  @Get('nouveau')
  @Policy('shop_member')
  async form(@Res() reply: Reply): Promise<void> {
    await this.showForm(reply, freshForm({ vat: '', tax: 'auto' }));
  }

  @Post()
  @Policy('shop_member')
  async send(@Actor() actor: SignedIn, @Req() request: Request, @Res() reply: Reply): Promise<void> {
    const upload = await fileUpload(request, { maxBytes: IMPORT_BYTES });
    try {
      const { importId } = await this.submit(actor, upload);
      redirectTo(reply, `${PATH}/${importId}`);
    } catch (error) {
      await this.showForm(reply, refusedForm(error, upload.fields, 'file'));
    } finally {
      await upload.discard();
    }
  }

  @Get(':importId')
  @Policy('shop_member')
  async show(@Param('importId') importId: string, @Query('apres') after: unknown, @Res() reply: Reply): Promise<void> {
    const record = await this.imports.get(importId);
    const notes = await this.imports.notes(importId, undefined, notePage(after));
    const view = importView(this.pages, PLACE, record);
    const [drafts, rules] = view.isChecked
      ? await Promise.all([this.imports.preview(importId, CARDS), this.imports.taxRules(importId)])
      : [[], []];
    await page(reply, 'merchant/import', {
      title: record.fileName,
      refreshSeconds: view.refreshSeconds,
      import: view,
      file: checkedView(this.say, record, { drafts, rules }),
      notes: notesView(this.pages, PLACE, record, notes),
      trail: this.trail(record.fileName),
    });
  }

  @Get(':importId/avancement')
  @Policy('shop_member')
  async progress(@Param('importId') importId: string, @Res() reply: Reply): Promise<void> {
    const record = await this.imports.get(importId);
    const view = importView(this.pages, PLACE, record);
    if (!view.isRunning) reply.header('x-ended', '1');
    await page(reply, 'merchant/import-progress', { title: record.fileName, import: view }, { isFragment: true });
  }

  @Post(':importId/application')
  @Policy('shop_member')
  async apply(@Actor() actor: SignedIn, @Param('importId') importId: string, @Res() reply: Reply): Promise<void> {
    const record = await this.imports.confirm(importId, undefined, actor.personId);
    redirectTo(reply, `${PATH}/${record.importId}`);
  }

  @Get(':importId/rapport.csv')
  @Policy('shop_member')
  async report(@Param('importId') importId: string, @Res() reply: Reply): Promise<void> {
    const language = currentLanguage();
    const lines = await this.imports.report(importId, undefined, (reason) => errorSentences().say(reason, language));
    void reply
      .header('content-disposition', `attachment; filename="rapport-${importId}.csv"`)
      .header('cache-control', 'private, no-store')
      .type('text/csv; charset=utf-8')
      .send(Readable.from(inShop(currentShopId(), lines)));
  }

  private async submit(actor: SignedIn, upload: Upload) {
    const file = importFile(upload, 'file');
    const options = taxOptions(parseForm(taxForm, upload.fields));
    return this.imports.submit(currentShopId(), { ...file, options, dryRun: true, createdBy: actor.personId });
  }

  private async showForm(reply: Reply, form: FormView & { status?: number }): Promise<void> {
    const { vat, tax } = form.values;
    const title = this.say('cta');
    const choices = { rates: rateChoices(this.say, vat), taxes: taxChoices(this.say, tax, TAXES) };
    const model = { title, form, ...choices, trail: this.trail(title) };
    await page(reply, 'merchant/import-new', model, { status: form.status ?? 200 });
  }

  private trail(label?: string) {
    const imports = this.pages.say('merchant', 'office.imports');
    return [
      { label: this.pages.say('merchant', 'office.products'), url: '/produits' },
      label === undefined ? { label: imports, isCurrent: true } : { label: imports, url: PATH },
      ...(label === undefined ? [] : [{ label, isCurrent: true }]),
    ];
  }

  private readonly say = (key: string, values = {}): string =>
    this.pages.say('merchant', `product_import.${key}`, values);
}

/** A stream is read when the socket is ready, outside the request that began it. */
async function* inShop(shopId: string, lines: AsyncGenerator<string>): AsyncGenerator<string> {
  for (;;) {
    const next = await asShop(shopId, () => lines.next());
    if (next.done) return;
    yield next.value;
  }
}
