import { Inject, Injectable } from '@nestjs/common';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { Shops } from '#libs/shops';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { AccountNotReadyError } from './payments.errors.js';
import { StripeGate } from './stripe-gate.js';

/** The shop's account at Stripe as we last heard of it. */
export interface AccountState {
  accountId: string;
  chargesEnabled: boolean;
  detailsSubmitted: boolean;
  /** What Stripe still asks of the merchant, in Stripe's words: `business_profile.url`. */
  requirements: string[];
  disabledReason: string | null;
  /** The merchant offers payment by card. */
  cardOffered: boolean;
}

/** The current shop's account for card payments: it is the merchant's own, money goes there directly. */
@Injectable()
export class PaymentAccounts {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly shops: Shops,
    private readonly gate: StripeGate,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Cards can be taken in this region at all. */
  get isConfigured(): boolean {
    return this.gate.isConfigured;
  }

  async current(): Promise<AccountState | null> {
    const [row] = await this.tenancy.shopRead<AccountState>(STATE_SQL, [currentShopId()]);
    return row ?? null;
  }

  /** A customer may choose the card now. */
  async isOffered(): Promise<boolean> {
    const account = this.isConfigured ? await this.current() : null;
    return account !== null && account.cardOffered && account.chargesEnabled;
  }

  /** Where Stripe asks the merchant who they are. Makes the account the first time. @throws CardUnavailableError */
  async connect(): Promise<string> {
    const accountId = (await this.current())?.accountId ?? (await this.create());
    const page = `${publicOrigin(this.settings, 'gestion')}/boutique/paiement`;
    const link = await this.gate.accountLink(accountId, { back: `${page}/retour`, again: page });
    return link.url;
  }

  /** Asks Stripe how the account stands. Nothing happens to a shop without one. */
  async refresh(): Promise<void> {
    const known = await this.current();
    if (!known) return;
    const account = await this.gate.account(known.accountId);
    await this.tenancy.shopTransaction((tx) =>
      tx.query(REFRESH_SQL, [
        currentShopId(),
        account.charges_enabled,
        account.details_submitted,
        account.requirements?.currently_due ?? [],
        account.requirements?.disabled_reason ?? null,
      ]),
    );
  }

  /** @throws AccountNotReadyError while the account may not charge */
  async offerCard(offered: boolean): Promise<void> {
    const changed = await this.tenancy.shopTransaction((tx) =>
      tx.query<[unknown, number]>(
        `update payment_account set card_offered = $2, updated_at = now()
         where shop_id = $1 and (charges_enabled or not $2)`,
        [currentShopId(), offered],
      ),
    );
    if (changed[1] === 0 && offered) throw new AccountNotReadyError();
  }

  /** The shop of an account, asked from outside any shop. Null for an account that is none of ours. */
  async shopOf(accountId: string): Promise<string | null> {
    const [row] = await this.tenancy.publicRead<{ shopId: string }>(
      'select shop_id as "shopId" from payment_account_shop where account_id = $1',
      [accountId],
    );
    return row?.shopId ?? null;
  }

  /** Twice at a time is one account: the key of the call is the shop. */
  private async create(): Promise<string> {
    const { name, email, slug } = await this.shops.current();
    const url = publicOrigin(this.settings, slug);
    const account = await this.gate.createAccount({ shopId: currentShopId(), name, email, url });
    await this.tenancy.shopTransaction(async (tx) => {
      const key = [currentShopId(), account.id];
      await tx.query('insert into payment_account (shop_id, account_id) values ($1, $2) on conflict do nothing', key);
      await tx.query(
        'insert into payment_account_shop (shop_id, account_id) values ($1, $2) on conflict do nothing',
        key,
      );
    });
    return account.id;
  }
}

const STATE_SQL = `
  select account_id as "accountId", charges_enabled as "chargesEnabled", details_submitted as "detailsSubmitted",
    requirements, disabled_reason as "disabledReason", card_offered as "cardOffered"
  from payment_account where shop_id = $1`;

const REFRESH_SQL = `
  update payment_account set charges_enabled = $2, details_submitted = $3, requirements = $4, disabled_reason = $5,
    updated_at = now() where shop_id = $1`;
