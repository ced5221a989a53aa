import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { Passkeys, type SignedIn } from '#libs/accounts';
import { BrowserSession } from '../http/browser-session.js';
import { redirectTo } from '../http/flash.js';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply, type Request } from '../http/site-request.js';
import { addedPasskeyForm, passkeySignInForm } from './passkey.form.js';

/** Passkeys: a browser asks for options, answers them, and is told where to go. Everything here speaks JSON but the list. */
@Controller('@gestion')
export class PasskeysController {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly browser: BrowserSession,
  ) {}

  @Post('compte/cles/options')
  @Policy('signed_in', { rate: { max: 20, seconds: 60 } })
  toAdd(@Actor() actor: SignedIn): Promise<object> {
    return this.passkeys.toAdd(actor);
  }

  @Post('compte/cles')
  @Policy('signed_in')
  async add(@Actor() actor: SignedIn, @Body() body: unknown): Promise<object> {
    await this.passkeys.add(actor.personId, parseForm(addedPasskeyForm, body));
    return { url: '/compte' };
  }

  @Post('compte/cles/:passkeyId/fin')
  @Policy('signed_in')
  async remove(@Res() reply: Reply, @Actor() actor: SignedIn, @Param('passkeyId') passkeyId: string): Promise<void> {
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
    await this.browser.open(request, reply, person.personId);
    await reply.send({ url: await this.browser.landing(person.personId, suite) });
  }
}
