import { Body, Controller, Get, Inject, Param, Post, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { Feeds } from '#libs/federation';
import { Initiatives } from '#libs/imports';
import { InvalidInputError } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { loadTerritory } from '#libs/territory';
import { scopeOf } from '../../http/actor-scope.js';
import { redirectTo } from '../../http/flash.js';
import { type FormView, freshForm, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply } from '../../http/site-request.js';
import { feedChoices, feedOfForm, typedFeed } from './feed.form.js';
import { feedRows, feedView, syncViews } from './feed.mapper.js';

const PATH = '/territoire/flux';

/** What initiatives publish elsewhere: added, read, and what happened each time. */
@Controller('@gestion/territoire/flux')
export class FeedsController {
  constructor(
    private readonly feeds: Feeds,
    private readonly initiatives: Initiatives,
    private readonly pages: Pages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('initiative_agent')
  async list(@Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    const feeds = await this.feeds.list(scopeOf(actor));
    await page(reply, 'territory/feeds', { title: this.say('title'), ...feedRows(feeds, this.say) });
  }

  @Get('nouveau')
  @Policy('initiative_agent')
  async ask(@Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    await this.showForm(reply, actor, freshForm());
  }

  @Post()
  @Policy('initiative_agent')
  async add(@Actor() actor: SignedIn, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const typed = typedFeed(body);
    try {
      const known = await this.initiatives.list(scopeOf(actor));
      const isTheirs = known.some(({ initiativeId }) => initiativeId === typed.initiative);
      if (!isTheirs) throw new InvalidInputError([{ path: 'initiative', code: 'field.invalid' }]);
      const input = feedOfForm(typed, loadTerritory(this.settings.regionCode));
      const { feedId } = await this.feeds.add(typed.initiative, input, actor.personId);
      redirectTo(reply, `${PATH}/${feedId}`, { key: 'feeds.added' });
    } catch (error) {
      await this.showForm(reply, actor, refusedForm(error, typed, 'url'));
    }
  }

  @Get(':feedId')
  @Policy('initiative_agent')
  async show(@Actor() actor: SignedIn, @Param('feedId') feedId: string, @Res() reply: Reply): Promise<void> {
    const feed = await this.feeds.get(feedId, scopeOf(actor));
    const syncs = await this.feeds.syncs(feedId, scopeOf(actor));
    await page(reply, 'territory/feed', {
      title: feed.name,
      feed: feedView(feed, this.say),
      syncs: syncViews(syncs, this.say),
      trail: this.trail(feed.name),
    });
  }

  @Post(':feedId/lecture')
  @Policy('initiative_agent')
  async read(@Actor() actor: SignedIn, @Param('feedId') feedId: string, @Res() reply: Reply): Promise<void> {
    await this.feeds.hurry(feedId, scopeOf(actor));
    redirectTo(reply, `${PATH}/${feedId}`, { key: 'feeds.hurried' });
  }

  /** What is missing is really gone. */
  @Post(':feedId/confirmation')
  @Policy('initiative_agent')
  async confirm(@Actor() actor: SignedIn, @Param('feedId') feedId: string, @Res() reply: Reply): Promise<void> {
    await this.feeds.confirm(feedId, scopeOf(actor));
    redirectTo(reply, `${PATH}/${feedId}`, { key: 'feeds.confirmed' });
  }

  @Post(':feedId/retrait')
  @Policy('initiative_agent')
  async withdraw(@Actor() actor: SignedIn, @Param('feedId') feedId: string, @Res() reply: Reply): Promise<void> {
    await this.feeds.withdraw(feedId, scopeOf(actor));
    redirectTo(reply, PATH, { key: 'feeds.withdrawn' });
  }

  private async showForm(reply: Reply, actor: SignedIn, form: FormView & { status?: number }): Promise<void> {
    const known = await this.initiatives.list(scopeOf(actor));
    const title = this.say('new_title');
    const model = { title, form, ...feedChoices(form, known, this.say), trail: this.trail(title) };
    await page(reply, 'territory/feed-new', model, { status: form.status ?? 200 });
  }

  private trail(label: string) {
    return [
      { label: this.pages.say('territory', 'office.territory'), url: '/territoire' },
      { label: this.say('title'), url: PATH },
      { label, isCurrent: true },
    ];
  }

  private readonly say = (key: string, values: Record<string, unknown> = {}): string =>
    this.pages.say('territory', `feeds.${key}`, values);
}
