import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { MERCHANT_KIND, MerchantImports } from '#libs/imports';
import { scopeOf } from '../http/actor-scope.js';
import { columnsView, readColumns } from '../http/column-choice.js';
import { redirectTo } from '../http/flash.js';
import { type FormView, freshForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply } from '../http/site-request.js';

const PATH = '/territoire/imports';

/** What the columns of an initiative's own list are, kept for its next file of this shape. */
@Controller('@gestion/territoire/imports/:importId/colonnes')
export class TerritoryImportColumnsController {
  constructor(
    private readonly imports: MerchantImports,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('initiative_agent')
  async form(@Actor() actor: SignedIn, @Param('importId') importId: string, @Res() reply: Reply): Promise<void> {
    await this.show(reply, actor, importId, freshForm());
  }

  @Post()
  @Policy('initiative_agent')
  async choose(
    @Actor() actor: SignedIn,
    @Param('importId') importId: string,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const { columns } = await this.imports.columns(importId, scopeOf(actor));
    try {
      const mapping = { columns: readColumns(columns, body, MERCHANT_KIND) };
      const again = await this.imports.map(importId, scopeOf(actor), mapping, actor.personId);
      redirectTo(reply, `${PATH}/${again.importId}`);
    } catch (error) {
      await this.show(reply, actor, importId, refusedForm(error, body, 'c0'));
    }
  }

  private async show(
    reply: Reply,
    actor: SignedIn,
    importId: string,
    form: FormView & { status?: number },
  ): Promise<void> {
    const say = (key: string, values = {}): string => this.pages.say('territory', key, values);
    const file = await this.imports.columns(importId, scopeOf(actor));
    const label = (field: string): string => say(`lists.field.${field}`);
    const title = say('lists.columns_title');
    const trail = [
      { label: say('office.territory'), url: '/territoire' },
      { label: say('office.imports'), url: PATH },
      { label: title, isCurrent: true },
    ];
    const view = columnsView(file, form, MERCHANT_KIND, { label, say });
    const model = { title, trail, form, file: view, action: `${PATH}/${importId}/colonnes` };
    await page(reply, 'territory/import-columns', model, { status: form.status ?? 200 });
  }
}
