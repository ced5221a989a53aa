import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { InitiativeContacts, InitiativeLogos, logoKey } from '#libs/imports';
import { InvalidInputError } from '#libs/kernel';
import { redirectTo } from '../../http/flash.js';
import { parseForm, refusedForm } from '../../http/form.js';
import { PageNotFoundError } from '../../http/http.errors.js';
import { Media } from '../../http/media.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply, type Request } from '../../http/site-request.js';
import { fileUpload, PICTURE_BYTES } from '../../http/upload.js';
import { INITIATIVES_PATH, InitiativePages } from './initiative-pages.js';

const contactForm = z.object({
  shown: z.literal('1').optional(),
  task: z.string().trim().max(120).default(''),
  phone: z.string().trim().max(40).default(''),
  showsEmail: z.literal('1').optional(),
});

/** The logo of an initiative, and whom of its agents one can reach. */
@Controller('@gestion/territoire/initiatives/:initiativeId')
export class InitiativeFaceController {
  constructor(
    private readonly pages: InitiativePages,
    private readonly logos: InitiativeLogos,
    private readonly contacts: InitiativeContacts,
    private readonly media: Media,
  ) {}

  @Get('logo')
  @Policy('initiative_agent')
  async logo(@Actor() actor: SignedIn, @Param('initiativeId') id: string, @Res() reply: Reply): Promise<void> {
    const { initiativeId, logo } = await this.pages.find(actor, id);
    if (!logo) throw new PageNotFoundError();
    await this.media.send(reply, logoKey(initiativeId, logo.pictureId, Math.min(...logo.widths), 'webp'), null);
    void reply.header('cache-control', 'private, no-cache');
  }

  @Post('logo')
  @Policy('initiative_agent')
  async replace(
    @Actor() actor: SignedIn,
    @Param('initiativeId') id: string,
    @Req() request: Request,
    @Res() reply: Reply,
  ): Promise<void> {
    const initiative = await this.pages.find(actor, id);
    const upload = await fileUpload(request, { maxBytes: PICTURE_BYTES });
    try {
      const [file] = upload.files;
      if (!file) throw new InvalidInputError([{ path: 'logo', code: 'field.required' }]);
      await this.logos.replace(initiative.initiativeId, await file.read());
      redirectTo(reply, `${INITIATIVES_PATH}/${initiative.initiativeId}`, { key: 'initiatives.logo_saved' });
    } catch (error) {
      await this.pages.show(reply, actor, initiative, { logoForm: refusedForm(error, upload.fields, 'logo') });
    } finally {
      await upload.discard();
    }
  }

  @Post('logo/retrait')
  @Policy('initiative_agent')
  async remove(@Actor() actor: SignedIn, @Param('initiativeId') id: string, @Res() reply: Reply): Promise<void> {
    const { initiativeId } = await this.pages.find(actor, id);
    await this.logos.remove(initiativeId);
    redirectTo(reply, `${INITIATIVES_PATH}/${initiativeId}`, { key: 'initiatives.logo_removed' });
  }

  /** Everybody decides for themselves alone. */
  @Post('contact')
  @Policy('initiative_agent')
  async contact(
    @Actor() actor: SignedIn,
    @Param('initiativeId') id: string,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const initiative = await this.pages.find(actor, id);
    try {
      const { shown, task, phone, showsEmail } = parseForm(contactForm, body);
      const card = { task: task || null, phone: phone || null, showsEmail: showsEmail === '1' };
      await this.contacts.show(initiative.initiativeId, actor.personId, shown ? card : null);
      const key = shown ? 'initiatives.contact_shown' : 'initiatives.contact_hidden';
      redirectTo(reply, `${INITIATIVES_PATH}/${initiative.initiativeId}`, { key });
    } catch (error) {
      await this.pages.show(reply, actor, initiative, { contactForm: refusedForm(error, body) });
    }
  }
}
