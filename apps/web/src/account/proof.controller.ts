import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import QRCode from 'qrcode';
import { Authenticators, CodeRefusedError, Proofs, type SignedIn } from '#libs/accounts';
import { BrowserSession } from '../http/browser-session.js';
import { deviceName } from '../http/device-name.js';
import { ownPath, redirectTo } from '../http/flash.js';
import { freshForm, parseForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply, type Request } from '../http/site-request.js';
import { proofForm } from './sign-in.form.js';

type Form = ReturnType<typeof freshForm> & { status?: number };

/** The second proof of whoever acts for the territory: given at sign-in, set up at the first one. */
@Controller('@gestion/connexion/preuve')
export class ProofController {
  constructor(
    private readonly browser: BrowserSession,
    private readonly authenticators: Authenticators,
    private readonly proofs: Proofs,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('signed_in')
  async show(
    @Req() request: Request,
    @Res() reply: Reply,
    @Actor() actor: SignedIn,
    @Query('suite') suite: unknown,
  ): Promise<void> {
    const wanted = typeof suite === 'string' ? suite : '';
    const { isSet } = (await this.proofs.of(actor.personId)).application;
    // One who has proved it comes back here to set up an application beside their passkey.
    if (request.site.session?.proof === 'given' && (isSet || wanted)) {
      return redirectTo(reply, await this.browser.landing(actor.personId, wanted));
    }
    await this.showForm(request, reply, actor, freshForm({ suite: wanted }));
  }

  /** A code of the application, or of the paper. */
  @Post()
  @Policy('signed_in', { rate: { max: 20, seconds: 60 } })
  async give(
    @Req() request: Request,
    @Res() reply: Reply,
    @Actor() actor: SignedIn,
    @Body() body: unknown,
  ): Promise<void> {
    try {
      const { code, suite } = parseForm(proofForm, body);
      await this.authenticators.check(actor.personId, code, request.ip);
      await this.browser.prove(request, reply, actor.personId);
      redirectTo(reply, await this.browser.landing(actor.personId, suite));
    } catch (error) {
      if (error instanceof CodeRefusedError) await this.browser.tell(request, actor.personId, 'refused');
      await this.showForm(request, reply, actor, refusedForm(error, body, 'code'));
    }
  }

  /** The first code of a new application: the ten codes for the paper are shown once. */
  @Post('application')
  @Policy('proved', { rate: { max: 20, seconds: 60 } })
  async confirm(
    @Req() request: Request,
    @Res() reply: Reply,
    @Actor() actor: SignedIn,
    @Body() body: unknown,
  ): Promise<void> {
    try {
      const { code, suite } = parseForm(proofForm, body);
      const codes = await this.authenticators.confirm(actor.personId, code, request.ip);
      await this.browser.prove(request, reply, actor.personId);
      const next = await this.browser.landing(actor.personId, suite);
      const title = this.pages.say('account', 'proof.codes_title');
      await page(reply, 'account/recovery-codes', { title, codes, next: ownPath(next) });
    } catch (error) {
      if (error instanceof CodeRefusedError) await this.browser.tell(request, actor.personId, 'refused');
      await this.showSetup(request, reply, actor, refusedForm(error, body, 'code'));
    }
  }

  /** Another telephone: the application of before counts until the new one has given its first code. */
  @Get('autre')
  @Policy('proved')
  async another(@Req() request: Request, @Res() reply: Reply, @Actor() actor: SignedIn): Promise<void> {
    await this.showSetup(request, reply, actor, freshForm({ suite: '/compte' }));
  }

  private async showForm(request: Request, reply: Reply, actor: SignedIn, form: Form): Promise<void> {
    const { passkeys, application } = await this.proofs.of(actor.personId);
    const mayBegin = !application.isSet && (passkeys.length === 0 || request.site.session?.proof === 'given');
    if (mayBegin) return this.showSetup(request, reply, actor, form);
    const title = this.pages.say('account', 'proof.title');
    const view = { title, form, hasApplication: application.isSet, hasPasskey: passkeys.length > 0 };
    await page(reply, 'account/proof', view, { status: form.status ?? 200 });
  }

  private async showSetup(request: Request, reply: Reply, actor: SignedIn, form: Form): Promise<void> {
    const { passkeys, application } = await this.proofs.of(actor.personId);
    const title = this.pages.say('account', application.isSet ? 'proof.replace' : 'proof.begin_title');
    const device = deviceName(request.headers['user-agent'] ?? null) ?? this.pages.say('account', 'devices.unknown');
    const view = { title, form, application: await this.application(actor), isReplaced: application.isSet, device };
    await page(reply, 'account/proof', { ...view, hasPasskey: passkeys.length > 0 }, { status: form.status ?? 200 });
  }

  private async application(actor: SignedIn): Promise<{ secret: string; qr: string }> {
    const { secret, uri } = await this.authenticators.begin(actor);
    const svg = await QRCode.toString(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
    const qr = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
    return { secret: secret.replace(/(.{4})(?=.)/g, '$1 '), qr };
  }
}
