import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { NotFoundError } from '#libs/kernel';
import {
  type Look,
  LookDrafts,
  newSection,
  withContents,
  withNewSection,
  withoutSection,
  withSectionAt,
} from '#libs/looks';
import { redirectTo } from '../../http/flash.js';
import { parseForm } from '../../http/form.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply, type Request } from '../../http/site-request.js';
import { fileUpload, PICTURE_BYTES } from '../../http/upload.js';
import { addForm, contentsOf, editOf, placeForm, sectionForm } from './look.form.js';
import { LookPage } from './look-page.js';
import { LookUploads } from './look-uploads.service.js';

/** Sections of the home page; each deed is a step of the draft. */
@Controller('@gestion/vitrine/sections')
export class LookSectionsController {
  constructor(
    private readonly drafts: LookDrafts,
    private readonly uploads: LookUploads,
    private readonly page: LookPage,
  ) {}

  @Post()
  @Policy('shop_owner')
  async add(@Res() reply: Reply, @Actor() actor: SignedIn, @Body() body: unknown): Promise<void> {
    try {
      const form = parseForm(addForm, body);
      const added = newSection(form.type);
      await this.drafts.change(editOf(form, actor.personId), (look) => withNewSection(look, form.type, added));
      redirectTo(reply, `/vitrine?section=${added.id}#partie`);
    } catch (error) {
      await this.page.refuse(reply, error);
    }
  }

  @Post('contenu')
  @Policy('shop_owner')
  async fill(@Req() request: Request, @Res() reply: Reply, @Actor() actor: SignedIn): Promise<void> {
    const upload = await fileUpload(request, { maxBytes: PICTURE_BYTES });
    try {
      const form = parseForm(sectionForm, upload.fields);
      const photoId = await this.uploads.chosen(upload, { choice: 'photoId', file: 'photo' });
      const fill = (look: Look): Look => {
        const section = look.sections.find(({ id }) => id === form.section);
        if (!section) throw new NotFoundError();
        const photo = photoId !== undefined && 'photoId' in section ? { photoId } : {};
        return withContents(look, form.section, { ...contentsOf(section, upload.fields), ...photo });
      };
      await this.drafts.change(editOf(form, actor.personId), fill);
      redirectTo(reply, `/vitrine?section=${encodeURIComponent(form.section)}#partie`);
    } catch (error) {
      await this.page.refuse(reply, error, upload.fields);
    } finally {
      await upload.discard();
    }
  }

  @Post('place')
  @Policy('shop_owner')
  async move(@Res() reply: Reply, @Actor() actor: SignedIn, @Body() body: unknown): Promise<void> {
    try {
      const form = parseForm(placeForm, body);
      await this.drafts.change(editOf(form, actor.personId), (look) => withSectionAt(look, form.section, form.place));
    } catch (error) {
      return this.page.refuse(reply, error);
    }
    redirectTo(reply, '/vitrine#sections');
  }

  @Post('suppression')
  @Policy('shop_owner')
  async remove(@Res() reply: Reply, @Actor() actor: SignedIn, @Body() body: unknown): Promise<void> {
    try {
      const form = parseForm(sectionForm, body);
      await this.drafts.change(editOf(form, actor.personId), (look) => withoutSection(look, form.section));
    } catch (error) {
      return this.page.refuse(reply, error);
    }
    redirectTo(reply, '/vitrine#sections');
  }
}
