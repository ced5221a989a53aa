import { Body, Controller, Get, Inject, Post, Res } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import { type AccountState, CardUnavailableError, PaymentAccounts } from '#libs/payments';
import { SETTINGS, type Settings } from '#libs/platform';
import { redirectTo } from '../http/flash.js';
import { page, Pages } from '../http/pages.js';
import { redirectToStripe } from '../http/payment-page.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { cardForm } from './shop.form.js';
import { parseForm } from '../http/form.js';

const PAGE = '/boutique/paiement';

/** « Paiement par carte »: the shop's own account at Stripe, and whether customers are offered the card. */
@Controller('@gestion/boutique/paiement')
export class PaymentController {
  constructor(
    private readonly accounts: PaymentAccounts,
    private readonly pages: Pages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('shop_owner')
  async show(@Res() reply: Reply): Promise<void> {
    const account = await this.accounts.current();
    await page(reply, 'merchant/payment', {
      title: this.pages.say('merchant', 'payment.title'),
      isConfigured: this.accounts.isConfigured,
      account,
      state: stateOf(account),
      tone: account?.chargesEnabled ? 'success' : 'warning',
    });
  }

  /** To Stripe's questions; the account is made the first time. */
  @Post('compte')
  @Policy('shop_owner', { rate: { max: 20, seconds: 60 } })
  async connect(@Res() reply: Reply): Promise<void> {
    try {
      redirectToStripe(reply, await this.accounts.connect(), this.settings);
    } catch (error) {
      this.refuse(reply, error);
    }
  }

  /** Back from Stripe: asks how the account stands, for its event may come later. */
  @Get('retour')
  @Policy('shop_owner', { rate: { max: 60, seconds: 60 } })
  async back(@Res() reply: Reply): Promise<void> {
    try {
      await this.accounts.refresh();
    } catch (error) {
      return this.refuse(reply, error);
    }
    redirectTo(reply, PAGE, { key: 'payment.refreshed', tone: 'info' });
  }

  @Post()
  @Policy('shop_owner')
  async offer(@Res() reply: Reply, @Body() body: unknown): Promise<void> {
    const { offered } = parseForm(cardForm, body);
    try {
      await this.accounts.offerCard(offered);
    } catch (error) {
      return this.refuse(reply, error);
    }
    redirectTo(reply, PAGE, { key: offered ? 'payment.switched_on' : 'payment.switched_off' });
  }

  private refuse(reply: Reply, error: unknown): void {
    if (!(error instanceof AppError)) throw error;
    const key = error instanceof CardUnavailableError ? 'payment.unavailable' : 'payment.not_ready';
    redirectTo(reply, PAGE, { tone: 'warning', key });
  }
}

function stateOf(account: AccountState | null): string {
  if (!account) return 'none';
  if (account.chargesEnabled) return account.cardOffered ? 'offered' : 'ready';
  return account.detailsSubmitted ? 'checked' : 'started';
}
