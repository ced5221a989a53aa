import { Injectable } from '@nestjs/common';
import { Attempts } from '#libs/accounts';
import { Claims, ClaimUnknownError, Founding, type KnownEstablishment } from '#libs/shops';
import { parseForm } from '../../http/form.js';
import { guesses } from '../claim.controller.js';
import { codeForm, siretForm } from './opening.form.js';

/** A provisioned shop whose SIRET somebody typed. */
@Injectable()
export class TakeOver {
  constructor(
    private readonly founding: Founding,
    private readonly claims: Claims,
    private readonly attempts: Attempts,
  ) {}

  /** Null when the region knows no such shop: it is opened anew. @throws ShopExistsError, ShopRemovedError, InvalidInputError */
  async waiting(typed: unknown): Promise<KnownEstablishment | null> {
    return this.founding.waiting(parseForm(siretForm, typed).siret);
  }

  /** Gives the shop to whoever typed its own code. @throws ClaimUnknownError and what Claims.claim throws, TooManyAttemptsError */
  async byCode(shop: KnownEstablishment, typed: unknown, who: { personId: string; address: string }): Promise<void> {
    const limits = guesses(who.address);
    await this.attempts.count(limits);
    const { code } = parseForm(codeForm, typed);
    if ((await this.claims.waiting(code)).shopId !== shop.shopId) throw new ClaimUnknownError();
    await this.claims.claim(code, who.personId);
    await this.attempts.forgive(limits);
  }
}
