import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock, newId } from '#libs/kernel';
import { Jobs, publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { BadEmailError, ConfirmationGoneError } from './accounts.errors.js';
import { Attempts } from './attempts.service.js';
import { checkPassword, hashPassword } from './passwords.js';
import { normalizeEmail, type Person } from './person.js';
import { joinAccounts, type TakeAlong } from './second-account.js';

export const EMAIL_CHECK_TASK = 'accounts.email_check_mail';
/** Days in which the link of the first e-mail confirms the address. */
export const CHECK_DAYS = 7;

/** What somebody types to open an account alone. An empty password: they sign in by link. */
export interface NewAccount {
  email: string;
  name: string;
  password: string;
}

/**
 * Accounts that people open for themselves. The address is confirmed by a link that signs nobody in: it may be opened
 * anywhere and twice. Until then whoever asks for a sign-in link at that address makes the password given here worthless.
 */
@Injectable()
export class Registrations {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
    private readonly attempts: Attempts,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * The new person, to whose address a link goes. An address that has an account gets a second one: the answer and its
   * timing are the same, and the mail tells whose address it is. `address` is the caller's network address. @throws BadEmailError, WeakPasswordError, TooManyAttemptsError after nineteen accounts from an address in an hour.
   */
  async open(account: NewAccount, address: string): Promise<Person> {
    const email = normalizeEmail(account.email);
    if (!email) throw new BadEmailError();
    if (account.password !== '') checkPassword(account.password, email);
    await this.attempts.count([{ kind: 'register.address', subject: address, limit: 19, windowSeconds: 3600 }]);
    const hash = account.password === '' ? null : await hashPassword(account.password);
    const person = { personId: newId(), email, name: account.name || null };
    // Of two that come first with the same address at the same time, one is told so by the key, and is the second then.
    while (!(await this.insert(person, hash)));
    return person;
  }

  private async insert({ personId, email, name }: Person, hash: string | null): Promise<boolean> {
    return this.tenancy.publicTransaction(async (tx) => {
      const made = await tx.query<unknown[]>(
        `insert into person (person_id, email, name, password_hash, email_confirmed_at, second_of)
         values ($1, $2, $3, $4, null, (select person_id from person where sign_in_email = $2))
         on conflict (sign_in_email) do nothing returning 1`,
        [personId, email, name, hash],
      );
      if (made.length > 0)
        await this.jobs.enqueue(tx, EMAIL_CHECK_TASK, { shopId: null, personId }, { maxAttempts: 5 });
      return made.length > 0;
    });
  }

  async isConfirmed(personId: string): Promise<boolean> {
    const [row] = await this.tenancy.publicRead<{ yes: boolean }>(
      'select email_confirmed_at is not null as yes from person where person_id = $1',
      [personId],
    );
    return row?.yes ?? false;
  }

  /** Sends the link once more. @throws TooManyAttemptsError after five in an hour. */
  async sendAgain(personId: string): Promise<void> {
    await this.attempts.count([{ kind: 'confirm.person', subject: personId, limit: 5, windowSeconds: 3600 }]);
    await this.tenancy.publicTransaction((tx) =>
      this.jobs.enqueue(tx, EMAIL_CHECK_TASK, { shopId: null, personId }, { maxAttempts: 5 }),
    );
  }

  /** The address on the back office that confirms this person's e-mail. */
  confirmationUrl(personId: string, email: string): string {
    const ends = Math.floor(Clock.now().epochMilliseconds / 1000) + CHECK_DAYS * 86_400;
    const token = `${personId}.${ends}.${this.seal(personId, email, ends)}`;
    return `${publicOrigin(this.settings, 'gestion')}/ouvrir/adresse?jeton=${token}`;
  }

  /**
   * Once or twice, the address is confirmed. A second account joins the first: `takeAlong` moves what other libs know of it.
   * Answers whether it did. @throws ConfirmationGoneError for any other token, and after seven days.
   */
  async confirm(token: string, takeAlong: TakeAlong): Promise<{ hasJoined: boolean }> {
    const [, personId = '', end = '', seal = ''] = TOKEN.exec(token) ?? [];
    if (personId === '' || Number(end) * 1000 < Clock.now().epochMilliseconds) throw new ConfirmationGoneError();
    const [person] = await this.tenancy.publicRead<{ email: string; second_of: string | null }>(
      'select email, second_of from person where person_id = $1',
      [personId],
    );
    if (!person || !isSame(seal, this.seal(personId, person.email, Number(end)))) throw new ConfirmationGoneError();
    const firstId = person.second_of;
    if (firstId !== null) {
      await this.tenancy.publicTransaction((tx) => joinAccounts(tx, { firstId, secondId: personId }, takeAlong));
      return { hasJoined: true };
    }
    await this.tenancy.publicRead(
      'update person set email_confirmed_at = now() where person_id = $1 and email_confirmed_at is null',
      [personId],
    );
    return { hasJoined: false };
  }

  /** Of the address too: one that changed is confirmed anew. */
  private seal(personId: string, email: string, ends: number): string {
    return createHmac('sha256', this.settings.appSecret)
      .update(`confirm:${personId}:${email}:${ends}`)
      .digest('base64url');
  }
}

const TOKEN = /^([0-9a-f-]{36})\.(\d{1,12})\.([\w-]{43})$/;

const isSame = (given: string, wanted: string): boolean => timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
