import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { Initiatives } from '#libs/imports';
import { scopeOf } from '../../http/actor-scope.js';
import { redirectTo } from '../../http/flash.js';
import { parseForm, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply } from '../../http/site-request.js';
import { INITIATIVES_PATH, InitiativePages } from './initiative-pages.js';

const blank = (value: unknown): unknown => (value === '' || value === undefined ? null : value);
const presentation = z.object({
  name: z.string().trim().min(1).max(200),
  about: z.preprocess(blank, z.string().trim().max(4000).nullable()),
  siteUrl: z.preprocess(
    blank,
    z
      .string()
      .trim()
      .max(2048)
      .refine((url) => /^https?:\/\//i.test(url) && URL.canParse(url), 'federation.address')
      .nullable(),
  ),
});

/** What an initiative says of itself, and how its members stand in its own site. */
@Controller('@gestion/territoire/initiatives')
export class InitiativesController {
  constructor(
    private readonly initiatives: Initiatives,
    private readonly pages: InitiativePages,
    private readonly sentences: Pages,
  ) {}

  @Get()
  @Policy('initiative_agent')
  async list(@Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    const known = await this.initiatives.list(scopeOf(actor));
    const say = (key: string): string => this.sentences.say('territory', `initiatives.${key}`);
    await page(reply, 'territory/initiatives', {
      title: say('title'),
      columns: [{ label: say('name') }, { label: say('kind') }],
      rows: known.map(({ initiativeId, name, kind }) => ({
        cells: [
          { label: say('name'), text: name, url: `${INITIATIVES_PATH}/${initiativeId}` },
          { label: say('kind'), text: say(`kind_${kind}`) },
        ],
      })),
    });
  }

  @Get(':initiativeId')
  @Policy('initiative_agent')
  async show(@Actor() actor: SignedIn, @Param('initiativeId') id: string, @Res() reply: Reply): Promise<void> {
    const initiative = await this.pages.find(actor, id);
    await this.pages.show(reply, actor, initiative);
  }

  @Post(':initiativeId')
  @Policy('initiative_agent')
  async save(
    @Actor() actor: SignedIn,
    @Param('initiativeId') id: string,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const initiative = await this.pages.find(actor, id);
    try {
      await this.initiatives.present(initiative.initiativeId, parseForm(presentation, body));
      redirectTo(reply, `${INITIATIVES_PATH}/${initiative.initiativeId}`, { key: 'initiatives.saved' });
    } catch (error) {
      await this.pages.show(reply, actor, initiative, { form: refusedForm(error, body) });
    }
  }
}
