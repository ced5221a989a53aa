import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { type FileColumns, ProductImports, type ProductMapping } from '#libs/imports';
import { redirectTo } from '../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply } from '../http/site-request.js';
import { parseColumns, rulesOf, taxForm, taxOptions } from './import-columns.form.js';
import { productColumnsView } from './import-columns.mapper.js';

const PATH = '/produits/imports';

/** What the columns of a merchant's own file are, and a second check with other answers. */
@Controller('@gestion/produits/imports/:importId')
export class ImportColumnsController {
  constructor(
    private readonly imports: ProductImports,
    private readonly pages: Pages,
  ) {}

  @Get('colonnes')
  @Policy('shop_member')
  async form(@Param('importId') importId: string, @Res() reply: Reply): Promise<void> {
    await this.show(reply, importId, await this.imports.columns(importId), freshForm());
  }

  @Post('colonnes')
  @Policy('shop_member')
  async choose(
    @Actor() actor: SignedIn,
    @Param('importId') importId: string,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const file = await this.imports.columns(importId);
    try {
      const again = await this.imports.map(importId, parseColumns(file.columns, body), actor.personId);
      redirectTo(reply, `${PATH}/${again.importId}`);
    } catch (error) {
      await this.show(reply, importId, file, refusedForm(error, body, 'c0'));
    }
  }

  @Post('verification')
  @Policy('shop_member')
  async recheck(
    @Actor() actor: SignedIn,
    @Param('importId') importId: string,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const answers = { ...taxOptions(parseForm(taxForm, body)), ...rulesOf(body) };
    const again = await this.imports.recheck(importId, answers, actor.personId);
    redirectTo(reply, `${PATH}/${again.importId}`);
  }

  private async show(
    reply: Reply,
    importId: string,
    file: FileColumns<ProductMapping>,
    form: FormView & { status?: number },
  ): Promise<void> {
    const shared = (key: string, values = {}): string => this.pages.say('merchant', key, values);
    const say = (key: string): string => shared(`product_import.${key}`);
    const title = say('columns_title');
    const trail = [
      { label: say('products'), url: '/produits' },
      { label: say('list'), url: PATH },
      { label: title, isCurrent: true },
    ];
    const view = productColumnsView(shared, file, form);
    const model = { title, trail, form, file: view, action: `${PATH}/${importId}/colonnes` };
    await page(reply, 'merchant/import-columns', model, { status: form.status ?? 200 });
  }
}
