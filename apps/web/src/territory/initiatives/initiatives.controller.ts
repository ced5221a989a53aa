import { Body, Controller, Get, Inject, Param, Post, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { type Initiative, Initiatives } from '#libs/imports';
import { NotFoundError } from '#libs/kernel';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { PublicShops } from '#libs/search';
import { scopeOf } from '../../http/actor-scope.js';
import { redirectTo } from '../../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply } from '../../http/site-request.js';

const PATH = '/territoire/initiatives';
const LISTED = 100;

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
    private readonly shops: PublicShops,
    private readonly pages: Pages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('initiative_agent')
  async list(@Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    const known = await this.initiatives.list(scopeOf(actor));
    const say = (key: string): string => this.pages.say('territory', `initiatives.${key}`);
    await page(reply, 'territory/initiatives', {
      title: say('title'),
      columns: [{ label: say('name') }, { label: say('kind') }],
      rows: known.map(({ initiativeId, name, kind }) => ({
        cells: [
          { label: say('name'), text: name, url: `${PATH}/${initiativeId}` },
          { label: say('kind'), text: say(`kind_${kind}`) },
        ],
      })),
    });
  }

  @Get(':initiativeId')
  @Policy('initiative_agent')
  async show(@Actor() actor: SignedIn, @Param('initiativeId') id: string, @Res() reply: Reply): Promise<void> {
    const initiative = await this.find(actor, id);
    const { name, about, siteUrl } = initiative;
    await this.render(reply, initiative, freshForm({ name, about, siteUrl }));
  }

  @Post(':initiativeId')
  @Policy('initiative_agent')
  async save(
    @Actor() actor: SignedIn,
    @Param('initiativeId') id: string,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const initiative = await this.find(actor, id);
    try {
      await this.initiatives.present(initiative.initiativeId, parseForm(presentation, body));
      redirectTo(reply, `${PATH}/${initiative.initiativeId}`, { key: 'initiatives.saved' });
    } catch (error) {
      await this.render(reply, initiative, refusedForm(error, body));
    }
  }

  private async find(actor: SignedIn, id: string): Promise<Initiative> {
    const found = (await this.initiatives.list(scopeOf(actor))).find(({ initiativeId }) => initiativeId === id);
    if (!found) throw new NotFoundError();
    return found;
  }

  private async render(reply: Reply, initiative: Initiative, form: FormView & { status?: number }): Promise<void> {
    const { initiativeId, slug, name } = initiative;
    const url = `${publicOrigin(this.settings)}/initiatives/${slug}`;
    const { results } = await this.shops.list({ initiativeId, perPage: LISTED });
    const links = results.map(
      (shop) => `  <li><a href="${publicOrigin(this.settings, shop.slug)}">${escaped(shop.name)}</a></li>`,
    );
    const model = {
      title: name,
      form,
      action: `${PATH}/${initiativeId}`,
      publicUrl: url,
      frameCode: `<iframe src="${url}/vitrine" title="${escaped(name)}" width="100%" height="640" loading="lazy"></iframe>`,
      linksCode: ['<ul>', ...links, '</ul>'].join('\n'),
      trail: [
        { label: this.pages.say('territory', 'office.territory'), url: '/territoire' },
        { label: this.pages.say('territory', 'initiatives.title'), url: PATH },
        { label: name, isCurrent: true },
      ],
    };
    await page(reply, 'territory/initiative', model, { status: form.status ?? 200 });
  }
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? '');
