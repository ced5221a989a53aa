import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { FirstProductsFile, type LeftRow } from '#libs/imports';
import { scopeOf } from '../http/actor-scope.js';
import { type FormView, freshForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply, type Request } from '../http/site-request.js';
import { fileUpload, IMPORT_BYTES } from '../http/upload.js';
import { importFile } from '../http/upload-form.js';
import { figureText } from '../http/wording.js';

const MOST_SHOWN = 200;

/** The first products, with their photos, of many shops in one file. */
@Controller('@gestion/territoire/premiers-produits')
export class FirstProductsController {
  constructor(
    private readonly file: FirstProductsFile,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('initiative_agent')
  async show(@Res() reply: Reply): Promise<void> {
    await this.showPage(reply, freshForm());
  }

  @Post()
  @Policy('initiative_agent')
  async send(@Actor() actor: SignedIn, @Req() request: Request, @Res() reply: Reply): Promise<void> {
    const upload = await fileUpload(request, { maxBytes: IMPORT_BYTES });
    try {
      const { shops, rows, left } = await this.file.deal(scopeOf(actor), importFile(upload, 'file'), actor.personId);
      const result = {
        text: this.say('result', { shops: figureText(shops), rows: figureText(rows), left: figureText(left.length) }),
        left: left.slice(0, MOST_SHOWN).map((row) => this.leftText(row)),
      };
      await this.showPage(reply, freshForm(), result);
    } catch (error) {
      await this.showPage(reply, refusedForm(error, upload.fields, 'file'));
    } finally {
      await upload.discard();
    }
  }

  private leftText({ line, siret, reason }: LeftRow): string {
    return this.say(`left_${reason}`, { line: figureText(line), siret });
  }

  private async showPage(
    reply: Reply,
    form: FormView & { status?: number },
    result: { text: string; left: string[] } | null = null,
  ): Promise<void> {
    const view = { title: this.say('title'), form, result };
    await page(reply, 'territory/first-products', view, { status: form.status ?? 200 });
  }

  private say(key: string, values?: Record<string, unknown>): string {
    return this.pages.say('territory', `first_products.${key}`, values);
  }
}
