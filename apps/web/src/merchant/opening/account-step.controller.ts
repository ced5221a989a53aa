import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { People, type Person, Registrations, type SignedIn, WrongCredentialsError } from '#libs/accounts';
import { NotFoundError } from '#libs/kernel';
import { Openings } from '#libs/shops';
import { BrowserSession } from '../../http/browser-session.js';
import { redirectTo } from '../../http/flash.js';
import { freshForm, parseForm, refusedForm } from '../../http/form.js';
import { page } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply, type Request } from '../../http/site-request.js';
import { accountForm, tokenForm } from './opening.form.js';
import { OpeningJourney } from './opening-journey.service.js';
import { screenPath } from './opening-step.js';

/** « Ouvrir ma boutique »: the account, and the way back to where one stopped. */
@Controller('@gestion/ouvrir')
export class AccountStepController {
  constructor(
    private readonly people: People,
    private readonly registrations: Registrations,
    private readonly openings: Openings,
    private readonly browser: BrowserSession,
    private readonly journey: OpeningJourney,
  ) {}

  /** Where this person stands, on whatever device. */
  @Get()
  @Policy('public')
  async resume(@Req() { site }: Request, @Res() reply: Reply): Promise<void> {
    if (!site.actor) return redirectTo(reply, screenPath('account'));
    const opening = await this.openings.find(site.actor.personId);
    if (!opening) return redirectTo(reply, screenPath('establishment'));
    const { shopId, step } = opening;
    const mine = site.actor.memberships.flatMap((membership) => membership.shopId ?? []);
    if (shopId === null || (mine.length === 1 && mine[0] === shopId) || site.session?.shopId === shopId) {
      return redirectTo(reply, screenPath(step));
    }
    await page(reply, 'merchant/opening/resume', { title: this.journey.say('opening.resume.title') });
  }

  /** Chooses the shop that is being opened, for who has several. */
  @Post('reprise')
  @Policy('signed_in')
  async choose(@Req() request: Request, @Res() reply: Reply, @Actor() actor: SignedIn): Promise<void> {
    const opening = await this.openings.find(actor.personId);
    const isMine = actor.memberships.some(({ role, shopId }) => role === 'owner' && shopId === opening?.shopId);
    if (!opening?.shopId || !isMine) throw new NotFoundError();
    await this.browser.choose(request, reply, opening.shopId);
    redirectTo(reply, screenPath(opening.step));
  }

  @Get('compte')
  @Policy('public')
  async account(@Req() { site }: Request, @Res() reply: Reply): Promise<void> {
    if (site.actor) return redirectTo(reply, '/ouvrir');
    await this.journey.show(reply, 'account', { form: freshForm() });
  }

  @Post('compte')
  @Policy('public', { rate: { max: 20, seconds: 60 } })
  async open(@Req() request: Request, @Res() reply: Reply, @Body() body: unknown): Promise<void> {
    if (request.site.actor) return redirectTo(reply, '/ouvrir');
    try {
      const form = parseForm(accountForm, body);
      const person = (await this.known(form, request.ip)) ?? (await this.registrations.open(form, request.ip));
      await this.browser.open(request, reply, person.personId);
      redirectTo(reply, '/ouvrir');
    } catch (error) {
      await this.journey.show(reply, 'account', { form: refusedForm(error, body, 'email') });
    }
  }

  /** Who has an account and types its password is signed in: so is who sends the form twice. */
  private async known(
    { email, password }: { email: string; password: string },
    address: string,
  ): Promise<Person | null> {
    if (password === '') return null;
    return this.people.withPassword(email, password, address).catch((error: unknown) => {
      if (error instanceof WrongCredentialsError) return null;
      throw error;
    });
  }

  /** Looks at nothing: mail scanners open links. */
  @Get('adresse')
  @Policy('public')
  async askConfirmation(@Res() reply: Reply, @Query() query: unknown): Promise<void> {
    const { jeton } = parseForm(tokenForm, query);
    reply.header('referrer-policy', 'same-origin');
    await page(reply, 'merchant/opening/confirmation', { title: this.journey.say('opening.confirm.title'), jeton });
  }

  @Post('adresse')
  @Policy('public', { rate: { max: 20, seconds: 60 } })
  async confirm(@Req() request: Request, @Res() reply: Reply, @Body() body: unknown): Promise<void> {
    const { hasJoined } = await this.registrations.confirm(parseForm(tokenForm, body).jeton, this.openings.takeAlong);
    const isIn = request.site.actor !== null && !hasJoined;
    const path = isIn ? '/ouvrir' : `/connexion?suite=${encodeURIComponent('/ouvrir')}`;
    redirectTo(reply, path, { key: hasJoined ? 'opening.confirm.joined' : 'opening.confirm.done' });
  }

  @Post('adresse/envoi')
  @Policy('signed_in')
  async sendAgain(@Res() reply: Reply, @Actor() actor: SignedIn): Promise<void> {
    await this.registrations.sendAgain(actor.personId);
    redirectTo(reply, '/ouvrir', { key: 'opening.confirm.sent', values: { email: actor.email } });
  }
}
