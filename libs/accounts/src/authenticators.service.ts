import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import { Clock } from '#libs/kernel';
import { PortalName, Seal, SETTINGS, type Settings } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { CodeRefusedError } from './accounts.errors.js';
import { Attempts } from './attempts.service.js';
import type { Person } from './person.js';
import { secretHash } from './secret-value.js';

/** What a person types into their application, or photographs. */
export interface NewAuthenticator {
  /** Base 32, as applications take it. */
  secret: string;
  /** `otpauth://totp/...`, for a QR code. */
  uri: string;
}

/** Seconds that one code is good for; one step before and one after are taken too, for clocks that differ (RFC 6238, 5.2). */
const PERIOD = 30;
const WINDOW = 1;
const RECOVERY_CODES = 10;
/** Without letters and figures that are read as one another. */
const RECOVERY_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Codes of an application on the phone (TOTP, RFC 6238), and ten codes on paper for the day the phone is gone. */
@Injectable()
export class Authenticators {
  private readonly seal: Seal;

  constructor(
    private readonly tenancy: Tenancy,
    private readonly attempts: Attempts,
    private readonly portal: PortalName,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.seal = new Seal('authenticator', settings);
  }

  /** Whether codes are asked of this person, and how many of those on paper are left. */
  async state(personId: string): Promise<{ isSet: boolean; codesLeft: number }> {
    const [row] = await this.tenancy.publicRead<{ codesLeft: number }>(
      `select (select count(*)::int from recovery_code c where c.person_id = a.person_id and c.used_at is null) as "codesLeft"
       from authenticator a where a.person_id = $1`,
      [personId],
    );
    return { isSet: row !== undefined, codesLeft: row?.codesLeft ?? 0 };
  }

  /** The one that waits to be confirmed, or a new one: a page that is asked for again within the hour shows the same. */
  async begin(person: Person): Promise<NewAuthenticator> {
    const { personId, email } = person;
    const [row] = await this.tenancy.publicRead<{ sealed_secret: Buffer }>(
      `insert into authenticator_setup as s (person_id, sealed_secret) values ($1, $2)
       on conflict (person_id) do update set
         sealed_secret = case when s.created_at > now() - interval '1 hour' then s.sealed_secret else excluded.sealed_secret end,
         created_at = case when s.created_at > now() - interval '1 hour' then s.created_at else now() end
       returning sealed_secret`,
      [personId, this.seal.close(new Secret({ size: 20 }).base32)],
    );
    const secret = this.seal.open(row!.sealed_secret);
    if (secret !== null) return { secret, uri: totpOf(secret, { issuer: this.portal.shown, label: email }).toString() };
    await this.forgetSetup(personId); // sealed with a key of before
    return this.begin(person);
  }

  /**
   * The first code: from now on this application counts, and one of before no more. Answers the recovery codes, which are shown this
   * once. @throws CodeRefusedError, TooManyAttemptsError
   */
  async confirm(personId: string, typed: string, address: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, recoveryCode);
    await this.counted(personId, address, async () => {
      const [setup] = await this.tenancy.publicRead<{ sealed_secret: Buffer }>(
        'select sealed_secret from authenticator_setup where person_id = $1',
        [personId],
      );
      const step = setup ? this.stepOf(setup.sealed_secret, plain(typed)) : null;
      return step !== null && this.take(personId, { sealed: setup!.sealed_secret, step, codes });
    });
    return codes;
  }

  /** A code of the application, or one on paper, which is good once. @throws CodeRefusedError, TooManyAttemptsError */
  async check(personId: string, typed: string, address: string): Promise<void> {
    const code = plain(typed);
    await this.counted(personId, address, () =>
      /^\d{6}$/.test(code) ? this.spendStep(personId, code) : this.spendRecovery(personId, code),
    );
  }

  /** The person has lost it: the next sign-in asks to set up another one. */
  async reset(personId: string): Promise<void> {
    await this.tenancy.publicRead('delete from authenticator where person_id = $1', [personId]);
    await this.forgetSetup(personId);
  }

  private async forgetSetup(personId: string): Promise<void> {
    await this.tenancy.publicRead('delete from authenticator_setup where person_id = $1', [personId]);
  }

  /** Counts attempts before it asks whether one is good. */
  private async counted(personId: string, address: string, isGood: () => Promise<boolean>): Promise<void> {
    const limits = [
      { kind: 'code.person', subject: personId, limit: 6, windowSeconds: 900 },
      { kind: 'code.address', subject: address, limit: 30, windowSeconds: 900 },
    ];
    await this.attempts.count(limits);
    if (!(await isGood())) throw new CodeRefusedError();
    await this.attempts.forgive(limits);
  }

  /** The step a code belongs to, counted in periods since 1970; null where it belongs to none of now. */
  private stepOf(sealed: Buffer, code: string): number | null {
    const secret = this.seal.open(sealed);
    if (secret === null) return null;
    const timestamp = Clock.now().epochMilliseconds;
    const delta = totpOf(secret).validate({ token: code, timestamp, window: WINDOW });
    return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD) + delta;
  }

  /** False where another request has confirmed the same one meanwhile. */
  private take(
    personId: string,
    { sealed, step, codes }: { sealed: Buffer; step: number; codes: string[] },
  ): Promise<boolean> {
    return this.tenancy.publicTransaction(async (tx) => {
      const [, taken] = (await tx.query('delete from authenticator_setup where person_id = $1 and sealed_secret = $2', [
        personId,
        sealed,
      ])) as [unknown, number];
      if (taken === 0) return false;
      await tx.query(
        `insert into authenticator (person_id, sealed_secret, last_step) values ($1, $2, $3)
         on conflict (person_id) do update set sealed_secret = excluded.sealed_secret, last_step = excluded.last_step, confirmed_at = now()`,
        [personId, sealed, step],
      );
      await tx.query('delete from recovery_code where person_id = $1', [personId]);
      await tx.query('insert into recovery_code (person_id, code_hash) select $1, unnest($2::text[])', [
        personId,
        codes.map((each) => recoveryHash(personId, each)),
      ]);
      return true;
    });
  }

  /** Each step is used up: whoever looked over a shoulder comes too late. */
  private async spendStep(personId: string, code: string): Promise<boolean> {
    const [row] = await this.tenancy.publicRead<{ sealed_secret: Buffer }>(
      'select sealed_secret from authenticator where person_id = $1',
      [personId],
    );
    const step = row ? this.stepOf(row.sealed_secret, code) : null;
    if (step === null) return false;
    const used = await this.tenancy.publicRead(
      `with used as (update authenticator set last_step = $2 where person_id = $1 and last_step < $2 returning 1)
       select 1 from used`,
      [personId, step],
    );
    return used.length > 0;
  }

  private async spendRecovery(personId: string, code: string): Promise<boolean> {
    const used = await this.tenancy.publicRead(
      `with used as (update recovery_code set used_at = now()
         where person_id = $1 and code_hash = $2 and used_at is null returning 1) select 1 from used`,
      [personId, recoveryHash(personId, code)],
    );
    return used.length > 0;
  }
}

/** `names`: what the application on the telephone shows. */
const totpOf = (secret: string, names: { issuer?: string; label?: string } = {}): TOTP =>
  new TOTP({ ...names, secret: Secret.fromBase32(secret), period: PERIOD, digits: 6 });

/** As it was typed, without spaces, hyphens and capitals. */
const plain = (typed: string): string => typed.replace(/[\s-]/g, '').toLowerCase();

/** 49 bits, in two groups that one can read out. */
function recoveryCode(): string {
  const letters = Array.from({ length: 10 }, () => RECOVERY_LETTERS[randomInt(RECOVERY_LETTERS.length)]).join('');
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

const recoveryHash = (personId: string, code: string): string => secretHash(`${personId}:${code.replace('-', '')}`);
