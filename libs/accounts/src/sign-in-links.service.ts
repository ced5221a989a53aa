import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Jobs, publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { SignInLinkGoneError } from './accounts.errors.js';
import { Attempts } from './attempts.service.js';
import { normalizeEmail, type Person } from './person.js';
import { newSecret, secretHash } from './secret-value.js';

/** Minutes that a link is good for. */
export const LINK_MINUTES = 10;
export const SIGN_IN_MAIL_TASK = 'accounts.sign_in_mail';

/** Links that sign in whoever reads a person's mail. The page behind one posts: mail scanners open links, and only look. */
@Injectable()
export class SignInLinks {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
    private readonly attempts: Attempts,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Has a link sent to this address if it has an account; the answer and its timing are the same if not. `address` is
   * the caller's network address. @throws TooManyAttemptsError after five requests for an account or nineteen from an address in an hour.
   */
  async request(email: string, address: string): Promise<void> {
    const wanted = normalizeEmail(email) ?? '';
    await this.attempts.count([
      { kind: 'link.account', subject: wanted, limit: 5, windowSeconds: 3600 },
      { kind: 'link.address', subject: address, limit: 19, windowSeconds: 3600 },
    ]);
    await this.tenancy.publicTransaction(async (tx) => {
      const [person] = await tx.query<{ person_id: string }[]>(
        'select person_id from person where sign_in_email = $1',
        [wanted],
      );
      await this.jobs.enqueue(
        tx,
        SIGN_IN_MAIL_TASK,
        { shopId: null, personId: person?.person_id ?? null },
        { maxAttempts: 5 },
      );
    });
  }

  /** A new link for this person, as an address on the back office. */
  async issue(personId: string): Promise<string> {
    const token = newSecret();
    await this.tenancy.publicRead(
      `with gone as (delete from sign_in_link where expires_at < now() - interval '1 day')
       insert into sign_in_link (token_hash, person_id, expires_at) values ($1, $2, now() + make_interval(mins => $3))`,
      [secretHash(token), personId, LINK_MINUTES],
    );
    return `${publicOrigin(this.settings, 'gestion')}/connexion/lien/${token}`;
  }

  /**
   * Uses a link up and answers whose it is. Of two at the same time one succeeds.
   * @throws SignInLinkGoneError, TooManyAttemptsError after nineteen wrong links from an address.
   */
  async consume(token: string, address: string): Promise<Person> {
    const limits = [{ kind: 'link.guess', subject: address, limit: 19, windowSeconds: 900 }];
    await this.attempts.count(limits);
    const person = await this.tenancy.publicTransaction(async (tx) => {
      const [used] = (await tx.query(
        `update sign_in_link set used_at = now()
         where token_hash = $1 and used_at is null and expires_at > now() returning person_id`,
        [secretHash(token)],
      )) as [{ person_id: string }[], number];
      if (!used[0]) return null;
      await provenByMail(tx, used[0].person_id);
      const [row] = await tx.query<{ email: string; name: string | null }[]>(
        'select email, name from person where person_id = $1',
        [used[0].person_id],
      );
      return { personId: used[0].person_id, email: row!.email, name: row!.name };
    });
    if (!person) throw new SignInLinkGoneError();
    await this.attempts.forgive(limits);
    return person;
  }
}

/**
 * Whoever reads the mail owns the account. What somebody set up before the address was confirmed (a password, a passkey, open browsers)
 * may be a stranger's, who typed another person's address and waits for them.
 */
export async function provenByMail(tx: EntityManager, personId: string): Promise<void> {
  const [, count] = await tx.query<[unknown, number]>(
    `update person set email_confirmed_at = now(), password_hash = null where person_id = $1 and email_confirmed_at is null`,
    [personId],
  );
  if (count === 0) return;
  for (const table of ['session', 'passkey', 'api_token']) {
    await tx.query(`delete from ${table} where person_id = $1`, [personId]);
  }
}
