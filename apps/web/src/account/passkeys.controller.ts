import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { LastProofError, Passkeys, Proofs, type SignedIn } from '#libs/accounts';
import { BrowserSession } from '../http/browser-session.js';
import { ownPath, redirectTo } from '../http/flash.js';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply, type Request } from '../http/site-request.js';
import { isOfTerritory } from '../http/territory-roles.js';
import { addedPasskeyForm, passkeySignInForm } from './passkey.form.js';

/** Passkeys: a browser asks for options, answers them, and is told where to go. Everything here speaks JSON but the list. */
@Controller('@gestion')
export class PasskeysController {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly proofs: Proofs,
    private readonly browser: BrowserSession,
  ) {}

  @Post('compte/cles/options')
  @Policy('proved', { rate: { max: 20, seconds: 60 } })
  toAdd(@Actor() actor: SignedIn): Promise<object> {
    return this.passkeys.toAdd(actor);
  }

  @Post('compte/cles')
  @Policy('proved')
  async add(
    @Req() request: Request,
    @Res() reply: Reply,
    @Actor() actor: SignedIn,
    @Body() body: unknown,
  ): Promise<void> {
    const { suite, ...added } = parseForm(addedPasskeyForm, body);
    await this.passkeys.add(actor.personId, added);
    await this.browser.prove(request, reply, actor.personId);
    await reply.code(201).send({ url: suite ? ownPath(suite) : '/compte' });
  }

  @Post('compte/cles/:passkeyId/fin')
  @Policy('proved')
  async remove(@Res() reply: Reply, @Actor() actor: SignedIn, @Param('passkeyId') passkeyId: string): Promise<void> {
    await this.keepAProof(actor);
    await this.passkeys.remove(actor.personId, passkeyId);
    redirectTo(reply, '/compte', { key: 'passkeys.removed' });
  }

  @Post('connexion/cle/options')
  @Policy('public', { rate: { max: 60, seconds: 60 } })
  toSignIn(): Promise<object> {
    return this.passkeys.toSignIn();
  }

  @Post('connexion/cle')
  @Policy('public')
  async signIn(@Req() request: Request, @Res() reply: Reply, @Body() body: unknown): Promise<void> {
    const { ticket, response, suite } = parseForm(passkeySignInForm, body);
    const person = await this.passkeys.signIn({ ticket, response }, request.ip);
    await this.browser.open(request, reply, person.personId, { isProved: true });
    await reply.send({ url: await this.browser.landing(person.personId, suite) });
  }

  /** @throws LastProofError when it is the only one of somebody who acts for the territory */
  private async keepAProof(actor: SignedIn): Promise<void> {
    if (!isOfTerritory(actor)) return;
    const { passkeys, application } = await this.proofs.of(actor.personId);
    if (passkeys.length < 2 && !application.isSet) throw new LastProofError();
  }
}
