import { Inject, Injectable } from '@nestjs/common';
import { Attempts, newSecret, normalizeEmail, secretHash } from '#libs/accounts';
import { InvalidInputError } from '#libs/kernel';
import { Jobs, publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { CustomerLinkGoneError } from './customers.errors.js';

/** Minutes that a link is good for. */
export const LINK_MINUTES = 10;
export const CUSTOMER_MAIL_TASK = 'customers.link_mail';
const SESSION_DAYS = 30;

/** A customer without an account proves an address by its mail, and is known in one browser for thirty days. */
@Injectable()
export class CustomerLinks {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
    private readonly attempts: Attempts,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Has a link sent, whether the address has orders or not: answer and timing tell nothing. `address` is the caller's network
   * address. @throws InvalidInputError for no address, TooManyAttemptsError after five for it or nineteen from there in an hour.
   */
  async request(email: string, address: string): Promise<void> {
    const wanted = normalizeEmail(email);
    if (wanted === null) throw new InvalidInputError([{ path: 'email', code: 'orders.email' }]);
    await this.attempts.count([
      { kind: 'customer.account', subject: wanted, limit: 5, windowSeconds: 3600 },
      { kind: 'customer.address', subject: address, limit: 19, windowSeconds: 3600 },
    ]);
    await this.tenancy.publicTransaction(async (tx) => {
      const token = secretHash(newSecret());
      await tx.query(
        `with gone as (delete from customer_link where expires_at < now() - interval '1 day')
         insert into customer_link (token_hash, email, expires_at) values ($1, $2, now() + make_interval(mins => $3))`,
        [`asked:${token}`, wanted, LINK_MINUTES],
      );
      await this.jobs.enqueue(tx, CUSTOMER_MAIL_TASK, { shopId: null, asked: token }, { maxAttempts: 5 });
    });
  }

  /** Turns a request into a link that nobody has seen yet: made where the mail is written, so that no job holds it. */
  async issue(asked: string): Promise<{ email: string; url: string } | null> {
    const token = newSecret();
    const [row] = await this.tenancy.publicTransaction(async (tx) => {
      const [rows] = await tx.query<[{ email: string }[], number]>(
        `update customer_link set token_hash = $2 where token_hash = $1 and expires_at > now() returning email`,
        [`asked:${asked}`, secretHash(token)],
      );
      return rows;
    });
    return row ? { email: row.email, url: `${publicOrigin(this.settings)}/mes-commandes/connexion/${token}` } : null;
  }

  /** Uses a link up and answers a session's value. @throws CustomerLinkGoneError, TooManyAttemptsError */
  async consume(token: string, address: string): Promise<string> {
    const limits = [{ kind: 'customer.guess', subject: address, limit: 19, windowSeconds: 900 }];
    await this.attempts.count(limits);
    const value = newSecret();
    const opened = await this.tenancy.publicTransaction(async (tx) => {
      const [used] = await tx.query<[{ email: string }[], number]>(
        `update customer_link set used_at = now()
         where token_hash = $1 and used_at is null and expires_at > now() returning email`,
        [secretHash(token)],
      );
      if (!used[0]) return false;
      await tx.query(
        `with gone as (delete from customer_session where expires_at < now())
         insert into customer_session (id_hash, email, expires_at) values ($1, $2, now() + make_interval(days => $3))`,
        [secretHash(value), used[0].email, SESSION_DAYS],
      );
      return true;
    });
    if (!opened) throw new CustomerLinkGoneError();
    await this.attempts.forgive(limits);
    return value;
  }

  /** The proven address of a session's value; null when it is over. */
  async emailOf(value: string): Promise<string | null> {
    const [row] = await this.tenancy.publicRead<{ email: string }>(
      'select email from customer_session where id_hash = $1 and expires_at > now()',
      [secretHash(value)],
    );
    return row?.email ?? null;
  }

  async close(value: string): Promise<void> {
    await this.tenancy.publicRead('delete from customer_session where id_hash = $1', [secretHash(value)]);
  }

  /** Every browser and link of an address. */
  async forget(email: string): Promise<void> {
    await this.tenancy.publicTransaction(async (tx) => {
      for (const table of ['customer_session', 'customer_link'])
        await tx.query(`delete from ${table} where email = $1`, [email]);
    });
  }
}
