import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { LookDrafts, withSettings, withTheme } from '#libs/looks';
import { theme } from '#libs/themes';
import { redirectTo } from '../../http/flash.js';
import { parseForm } from '../../http/form.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply, type Request } from '../../http/site-request.js';
import { fileUpload, PICTURE_BYTES } from '../../http/upload.js';
import { editForm, editOf, settingsOf, themeForm } from './look.form.js';
import { LookPage } from './look-page.js';
import { LookUploads } from './look-uploads.service.js';

/** « Vitrine »: how the shop looks, beside the shop itself. Its owner alone changes and publishes it. */
@Controller('@gestion/vitrine')
export class LookController {
  constructor(
    private readonly drafts: LookDrafts,
    private readonly uploads: LookUploads,
    private readonly page: LookPage,
  ) {}

  @Get()
  @Policy('shop_owner')
  async show(@Res() reply: Reply, @Query() query: Record<string, unknown>): Promise<void> {
    await this.page.show(reply, { query });
  }

  @Post('theme')
  @Policy('shop_owner')
  async changeTheme(@Res() reply: Reply, @Actor() actor: SignedIn, @Body() body: unknown): Promise<void> {
    try {
      const form = parseForm(themeForm, body);
      await this.drafts.change(editOf(form, actor.personId), (look) => withTheme(look, form.theme));
    } catch (error) {
      return this.page.refuse(reply, error);
    }
    redirectTo(reply, '/vitrine#theme');
  }

  /** Settings of the theme that is worn, pictures included. */
  @Post('reglages')
  @Policy('shop_owner')
  async changeSettings(@Req() request: Request, @Res() reply: Reply, @Actor() actor: SignedIn): Promise<void> {
    const upload = await fileUpload(request, { maxBytes: PICTURE_BYTES, maxFiles: 4 });
    try {
      const form = parseForm(editForm, upload.fields);
      const { settings } = theme((await this.drafts.current()).look.theme).manifest;
      const changes = settingsOf(settings, upload.fields);
      for (const { id } of settings.filter(({ type }) => type === 'image')) {
        const photoId = await this.uploads.chosen(upload, { choice: `r-${id}`, file: `f-${id}` });
        if (photoId !== undefined) changes[id] = photoId;
      }
      await this.drafts.change(editOf(form, actor.personId), (look) => withSettings(look, changes));
    } catch (error) {
      return this.page.refuse(reply, error);
    } finally {
      await upload.discard();
    }
    redirectTo(reply, '/vitrine#reglages');
  }
}
