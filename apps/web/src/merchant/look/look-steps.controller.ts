import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { LookDrafts, type LookEdit, LookVersions } from '#libs/looks';
import { theme } from '#libs/themes';
import { type FlashMessage, redirectTo } from '../../http/flash.js';
import { parseForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply } from '../../http/site-request.js';
import { editForm, editOf, versionForm } from './look.form.js';
import { LookPage } from './look-page.js';
import { inBoth } from '../../http/wording.js';

/** Steps of the draft, its publication, and what was published before. */
@Controller('@gestion/vitrine')
export class LookStepsController {
  constructor(
    private readonly drafts: LookDrafts,
    private readonly versions: LookVersions,
    private readonly lookPage: LookPage,
    private readonly pages: Pages,
  ) {}

  @Post('annulation')
  @Policy('shop_owner')
  undo(@Res() reply: Reply, @Actor() actor: SignedIn, @Body() body: unknown): Promise<void> {
    return this.step(reply, actor, body, (edit) => this.drafts.undo(edit));
  }

  @Post('retablissement')
  @Policy('shop_owner')
  redo(@Res() reply: Reply, @Actor() actor: SignedIn, @Body() body: unknown): Promise<void> {
    return this.step(reply, actor, body, (edit) => this.drafts.redo(edit));
  }

  @Post('abandon')
  @Policy('shop_owner')
  discard(@Res() reply: Reply, @Actor() actor: SignedIn, @Body() body: unknown): Promise<void> {
    return this.step(reply, actor, body, (edit) => this.drafts.discard(edit), { key: 'look.discarded', tone: 'info' });
  }

  @Post('publication')
  @Policy('shop_owner')
  publish(@Res() reply: Reply, @Actor() actor: SignedIn, @Body() body: unknown): Promise<void> {
    return this.step(reply, actor, body, (edit) => this.versions.publish(edit), { key: 'look.published' });
  }

  @Get('versions')
  @Policy('shop_owner')
  async list(@Res() reply: Reply): Promise<void> {
    const [versions, { revision }] = await Promise.all([this.versions.list(), this.drafts.current()]);
    await page(reply, 'merchant/look-versions', {
      title: this.pages.say('merchant', 'look.versions'),
      revision,
      versions: versions.map((version) => ({ ...version, themeLabel: inBoth(theme(version.theme).manifest.title) })),
    });
  }

  /** An earlier version as a new draft, to be looked at before it is published. */
  @Post('versions/reprise')
  @Policy('shop_owner')
  async restore(@Res() reply: Reply, @Actor() actor: SignedIn, @Body() body: unknown): Promise<void> {
    try {
      const form = parseForm(versionForm, body);
      await this.versions.restore(form.version, editOf(form, actor.personId));
      redirectTo(reply, '/vitrine', { key: 'look.restored', tone: 'info', values: { version: form.version } });
    } catch (error) {
      await this.lookPage.refuse(reply, error);
    }
  }

  private async step(
    reply: Reply,
    actor: SignedIn,
    body: unknown,
    work: (edit: LookEdit) => Promise<void>,
    flash?: FlashMessage,
  ): Promise<void> {
    try {
      await work(editOf(parseForm(editForm, body), actor.personId));
    } catch (error) {
      return this.lookPage.refuse(reply, error);
    }
    redirectTo(reply, '/vitrine', flash);
  }
}
