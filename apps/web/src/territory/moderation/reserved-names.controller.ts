import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { reservedNameInput, ReservedNames } from '#libs/moderation';
import { redirectTo } from '../../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply } from '../../http/site-request.js';

const PATH = '/territoire/noms';

/** Names before the region's domain that no new shop takes. */
@Controller('@gestion/territoire/noms')
export class ReservedNamesController {
  constructor(
    private readonly names: ReservedNames,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('region_admin')
  async list(@Res() reply: Reply): Promise<void> {
    await this.show(reply, freshForm());
  }

  @Post()
  @Policy('region_admin')
  async reserve(@Actor() actor: SignedIn, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    try {
      const input = parseForm(reservedNameInput, body);
      await this.names.reserve(input, actor.personId);
      redirectTo(reply, PATH, { key: 'names.reserved', values: { name: input.name } });
    } catch (error) {
      await this.show(reply, refusedForm(error, body, 'name'));
    }
  }

  @Post(':reservedName/fin')
  @Policy('region_admin')
  async release(@Param('reservedName') name: string, @Res() reply: Reply): Promise<void> {
    await this.names.release(name);
    redirectTo(reply, PATH, { key: 'names.released', values: { name } });
  }

  private async show(reply: Reply, form: FormView & { status?: number }): Promise<void> {
    const title = this.pages.say('territory', 'names.title');
    const names = await this.names.list();
    await page(reply, 'territory/reserved-names', { title, names, form }, { status: form.status ?? 200 });
  }
}
