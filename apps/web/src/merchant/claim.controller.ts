import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { type AttemptLimit, Attempts, Registrations } from '#libs/accounts';
import { Claims } from '#libs/shops';
import { BrowserSession } from '../http/browser-session.js';
import { redirectTo } from '../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { claimByNewcomerForm, claimForm } from './shop.form.js';

type Form = FormView & { status?: number };

/** « Prise en main »: the owner types the code of their letter, with or without an account. */
@Controller('@gestion/prise-en-main')
export class ClaimController {
  constructor(
    private readonly claims: Claims,
    private readonly registrations: Registrations,
    private readonly attempts: Attempts,
    private readonly browser: BrowserSession,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('public')
  async show(@Req() request: Request, @Res() reply: Reply, @Query('code') code: unknown): Promise<void> {
    await this.showForm(request, reply, freshForm({ code: typeof code === 'string' ? code.slice(0, 40) : '' }));
  }

  @Post()
  @Policy('public')
  async claim(@Req() request: Request, @Res() reply: Reply, @Body() body: unknown): Promise<void> {
    const limits = guesses(request.ip);
    try {
      await this.attempts.count(limits);
      const isDone = request.site.actor
        ? await this.asPerson(request, reply, body, request.site.actor.personId)
        : await this.asNewcomer(request, reply, body);
      if (isDone) await this.attempts.forgive(limits);
    } catch (error) {
      await this.showForm(request, reply, refusedForm(error, body, 'code'));
    }
  }

  private async asPerson(request: Request, reply: Reply, body: unknown, personId: string): Promise<boolean> {
    const { shopId } = await this.claims.claim(parseForm(claimForm, body).code, personId);
    await this.browser.choose(request, reply, shopId);
    redirectTo(reply, '/ouvrir/coordonnees', { key: 'claim.done' });
    return true;
  }

  /**
   * The code opens an account of its own, whose address is confirmed before the shop may open: a code is a right to a shop,
   * never to a person.
   */
  private async asNewcomer(request: Request, reply: Reply, body: unknown): Promise<boolean> {
    const { code, name, email } = parseForm(claimByNewcomerForm, body);
    await this.claims.waiting(code);
    const person = await this.registrations.open({ email, name, password: '' }, request.ip);
    await this.claims.claim(code, person.personId);
    await this.browser.open(request, reply, person.personId);
    redirectTo(reply, '/ouvrir/coordonnees', { key: 'claim.done' });
    return true;
  }

  private async showForm(request: Request, reply: Reply, form: Form): Promise<void> {
    const title = this.pages.say('merchant', 'claim.title');
    const isSignedIn = request.site.actor !== null;
    if (form.status === 429) reply.header('retry-after', 60);
    await page(reply, 'merchant/claim', { title, isSignedIn, form }, { status: form.status ?? 200 });
  }
}

/** 50 bits of code and so few tries: nobody guesses one. */
export const guesses = (address: string): AttemptLimit[] => [
  { kind: 'claim.address', subject: address, limit: 19, windowSeconds: 900 },
];
