import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { People, Sessions, type SignedIn } from '#libs/accounts';
import { NotFoundError } from '#libs/kernel';
import { ShopDirectory } from '#libs/shops';
import { asShop, Tenancy } from '#libs/tenancy';
import { redirectTo } from '../http/flash.js';
import { freshForm, parseForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply, type Request } from '../http/site-request.js';
import { deviceName } from './device-name.js';
import { BrowserSession } from './browser-session.js';
import { chosenShopForm, passwordForm } from './sign-in.form.js';

interface ShopChoice {
  shopId: string;
  name: string;
  slug: string;
}

@Controller('@gestion')
export class AccountController {
  constructor(
    private readonly browser: BrowserSession,
    private readonly sessions: Sessions,
    private readonly people: People,
    private readonly directory: ShopDirectory,
    private readonly tenancy: Tenancy,
    private readonly pages: Pages,
  ) {}

  @Get('boutiques')
  @Policy('signed_in')
  async shops(@Res() reply: Reply, @Actor() actor: SignedIn, @Query('suite') suite: unknown): Promise<void> {
    const shops = await this.shopsOf(actor);
    if (shops.length === 0) return redirectTo(reply, actor.memberships.length > 0 ? '/territoire' : '/compte');
    const wanted = typeof suite === 'string' ? suite : '';
    await page(reply, 'account/shops', { title: this.pages.say('account', 'shops.title'), shops, suite: wanted });
  }

  @Post('boutique-choisie')
  @Policy('signed_in')
  async choose(
    @Req() request: Request,
    @Res() reply: Reply,
    @Actor() actor: SignedIn,
    @Body() body: unknown,
  ): Promise<void> {
    const { shop, suite } = parseForm(chosenShopForm, body);
    if (!actor.memberships.some(({ shopId }) => shopId === shop)) throw new NotFoundError();
    await this.browser.choose(request, reply, shop);
    redirectTo(reply, suite || '/');
  }

  @Get('compte')
  @Policy('signed_in')
  async account(@Req() request: Request, @Res() reply: Reply, @Actor() actor: SignedIn): Promise<void> {
    await this.showAccount(request, reply, actor, freshForm());
  }

  /** Whoever has the account's session may set its password: it may never have had one. Other browsers are signed out. */
  @Post('compte/mot-de-passe')
  @Policy('signed_in', { rate: { max: 10, seconds: 60 } })
  async setPassword(
    @Req() request: Request,
    @Res() reply: Reply,
    @Actor() actor: SignedIn,
    @Body() body: unknown,
  ): Promise<void> {
    try {
      await this.people.setPassword(actor, parseForm(passwordForm, body).password);
    } catch (error) {
      return this.showAccount(request, reply, actor, refusedForm(error, body, 'password'));
    }
    await this.sessions.closeAll(actor.personId);
    await this.browser.open(request, reply, actor.personId);
    redirectTo(reply, '/compte', { key: 'devices.password_set' });
  }

  @Post('compte/appareils/:id/fin')
  @Policy('signed_in')
  async endDevice(@Res() reply: Reply, @Actor() actor: SignedIn, @Param('id') id: string): Promise<void> {
    await this.sessions.closeOne(actor.personId, id);
    redirectTo(reply, '/compte', { key: 'devices.ended' });
  }

  @Post('compte/appareils/fin')
  @Policy('signed_in')
  async endAll(@Res() reply: Reply, @Actor() actor: SignedIn, @Req() request: Request): Promise<void> {
    await this.sessions.closeAll(actor.personId);
    await this.browser.close(request, reply);
    redirectTo(reply, '/connexion', { key: 'signin.signed_out_everywhere', tone: 'info' });
  }

  private async showAccount(
    request: Request,
    reply: Reply,
    actor: SignedIn,
    form: ReturnType<typeof freshForm> & { status?: number },
  ): Promise<void> {
    const current = request.site.session?.id;
    const devices = (await this.sessions.list(actor.personId)).map(({ id, seenAt, userAgent }) => ({
      id,
      seenAt,
      name: deviceName(userAgent),
      isCurrent: id === current,
    }));
    const title = this.pages.say('account', 'account.security');
    await page(reply, 'account/account', { title, email: actor.email, devices, form }, { status: form.status ?? 200 });
  }

  /** One short transaction a shop: people have one shop, or two. */
  private async shopsOf({ memberships }: SignedIn): Promise<ShopChoice[]> {
    const shopIds = [...new Set(memberships.flatMap(({ shopId }) => shopId ?? []))];
    const slugs = await this.directory.slugs(shopIds);
    const names = await Promise.all(
      shopIds.map((id) => asShop(id, () => this.tenancy.shopRead<{ name: string }>('select name from shop'))),
    );
    return shopIds
      .map((shopId, i) => ({ shopId, name: names[i]?.[0]?.name ?? '', slug: slugs.get(shopId) ?? '' }))
      .sort((a, b) => a.name.localeCompare(b.name, 'fr'));
  }
}
