import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { People, Proofs, Sessions, type SignedIn } from '#libs/accounts';
import { FORGET_ALL } from '../http/account-mark.js';
import { redirectTo } from '../http/flash.js';
import { freshForm, parseForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply, type Request } from '../http/site-request.js';
import { deviceName } from '../http/device-name.js';
import { isOfTerritory } from '../http/territory-roles.js';
import { BrowserSession } from '../http/browser-session.js';
import { passwordForm } from './sign-in.form.js';

@Controller('@gestion')
export class AccountController {
  constructor(
    private readonly browser: BrowserSession,
    private readonly sessions: Sessions,
    private readonly people: People,
    private readonly proofs: Proofs,
    private readonly pages: Pages,
  ) {}

  @Get('compte')
  @Policy('signed_in')
  async account(@Req() request: Request, @Res() reply: Reply, @Actor() actor: SignedIn): Promise<void> {
    await this.showAccount(request, reply, actor, freshForm());
  }

  /** Whoever has the account's session may set its password: it may never have had one. Other browsers are signed out. */
  @Post('compte/mot-de-passe')
  @Policy('proved', { rate: { max: 10, seconds: 60 } })
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
    const isProved = request.site.session?.proof === 'given';
    await this.browser.open(request, reply, actor.personId, { isProved });
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
    reply.headers(FORGET_ALL);
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
    const { passkeys, application: set } = await this.proofs.of(actor.personId);
    const device = deviceName(request.headers['user-agent'] ?? null) ?? this.pages.say('account', 'devices.unknown');
    const application = isOfTerritory(actor) ? set : null;
    const view = { title, email: actor.email, devices, passkeys, application, device, form };
    await page(reply, 'account/account', view, { status: form.status ?? 200 });
  }
}
