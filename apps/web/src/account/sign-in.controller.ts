import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { SignInLinkGoneError, SignInLinks } from '#libs/accounts';
import { FORGET_ALL } from '../http/account-mark.js';
import { redirectTo } from '../http/flash.js';
import { freshForm, parseForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { BrowserSession } from '../http/browser-session.js';
import { linkForm, signInForm } from './sign-in.form.js';
import { authenticate } from './sign-in.strategies.js';

@Controller('@gestion')
export class SignInController {
  constructor(
    private readonly browser: BrowserSession,
    private readonly links: SignInLinks,
    private readonly pages: Pages,
  ) {}

  @Get('connexion')
  @Policy('public')
  async show(@Req() request: Request, @Res() reply: Reply, @Query('suite') suite: unknown): Promise<void> {
    const wanted = typeof suite === 'string' ? suite : '';
    if (request.site.actor) {
      return redirectTo(reply, await this.browser.landing(request.site.actor.personId, wanted));
    }
    await this.showForm(reply, freshForm({ suite: wanted }));
  }

  @Post('connexion')
  @Policy('public')
  async signIn(@Req() request: Request, @Res() reply: Reply, @Body() body: unknown): Promise<void> {
    try {
      const { suite, email, password } = parseForm(signInForm, body);
      const person = await authenticate('password', { body: { email, password }, address: request.ip });
      await this.browser.open(request, reply, person.personId);
      redirectTo(reply, await this.browser.landing(person.personId, suite));
    } catch (error) {
      await this.showForm(reply, refusedForm(error, body, 'email'));
    }
  }

  @Post('deconnexion')
  @Policy('public')
  async signOut(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    await this.browser.close(request, reply);
    reply.headers(FORGET_ALL);
    redirectTo(reply, '/connexion', { key: 'signin.signed_out', tone: 'info' });
  }

  @Get('connexion/lien')
  @Policy('public')
  async showLinkForm(@Res() reply: Reply): Promise<void> {
    await this.showLink(reply, freshForm());
  }

  @Post('connexion/lien')
  @Policy('public')
  async sendLink(@Req() request: Request, @Res() reply: Reply, @Body() body: unknown): Promise<void> {
    try {
      await this.links.request(parseForm(linkForm, body).email, request.ip);
      redirectTo(reply, '/connexion/lien/envoye');
    } catch (error) {
      await this.showLink(reply, refusedForm(error, body, 'email'));
    }
  }

  @Get('connexion/lien/envoye')
  @Policy('public')
  async linkSent(@Res() reply: Reply): Promise<void> {
    await page(reply, 'account/link-sent', { title: this.pages.say('account', 'signin.sent_title') });
  }

  /** Looks at nothing: mail scanners open every link, and a link that is good must stay good. */
  @Get('connexion/lien/:token')
  @Policy('public')
  async showLinkButton(@Res() reply: Reply, @Param('token') token: string): Promise<void> {
    reply.header('referrer-policy', 'same-origin');
    await page(reply, 'account/link-button', { title: this.pages.say('account', 'signin.link_title'), token });
  }

  @Post('connexion/lien/:token')
  @Policy('public')
  async useLink(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    try {
      const person = await authenticate('sign-in-link', { body: { token }, address: request.ip });
      await this.browser.open(request, reply, person.personId);
      redirectTo(reply, await this.browser.landing(person.personId, ''));
    } catch (error) {
      if (!(error instanceof SignInLinkGoneError)) throw error;
      await this.showLink(reply, refusedForm(error, {}, 'email'));
    }
  }

  private async showForm(reply: Reply, form: ReturnType<typeof freshForm> & { status?: number }): Promise<void> {
    const title = this.pages.say('account', 'signin.title');
    await page(reply, 'account/sign-in', { title, form }, retryable(reply, form));
  }

  private async showLink(reply: Reply, form: ReturnType<typeof freshForm> & { status?: number }): Promise<void> {
    const title = this.pages.say('account', 'signin.ask_title');
    await page(reply, 'account/link-form', { title, form }, retryable(reply, form));
  }
}

/** Limits answer with when to come back, and every other refusal with its own status. */
function retryable(reply: Reply, { status }: { status?: number }): { status?: number } {
  if (status === 429) reply.header('retry-after', 60);
  return status === undefined ? {} : { status };
}
