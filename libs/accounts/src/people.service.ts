import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '#libs/kernel';
import { Tenancy } from '#libs/tenancy';
import { BadEmailError, WrongCredentialsError } from './accounts.errors.js';
import { type AttemptLimit, Attempts } from './attempts.service.js';
import { checkPassword, hashPassword, verifyPassword } from './passwords.js';
import { type Language, normalizeEmail, type Person } from './person.js';

const QUARTER_HOUR = 900;

/** People and their passwords. Addresses are unique whatever their case. */
@Injectable()
export class People {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly attempts: Attempts,
  ) {}

  /** The person of this address, made if there is none; a known person keeps the name they have. `tx`: the caller's
   * transaction. @throws BadEmailError */
  async ensure(person: { email: string; name?: string | null }, tx?: EntityManager): Promise<Person> {
    const email = normalizeEmail(person.email);
    if (!email) throw new BadEmailError();
    const parameters = [newId(), email, person.name ?? null];
    const rows = await (tx
      ? tx.query<PersonRow[]>(ENSURE_SQL, parameters)
      : this.tenancy.publicRead<PersonRow>(ENSURE_SQL, parameters));
    return personOf(rows[0]!);
  }

  async byEmail(text: string): Promise<Person | null> {
    const row = await this.row(text);
    return row ? personOf(row) : null;
  }

  /** @throws WeakPasswordError */
  async setPassword(person: Pick<Person, 'personId' | 'email'>, password: string): Promise<void> {
    checkPassword(password, person.email);
    await this.tenancy.publicRead('update person set password_hash = $2 where person_id = $1', [
      person.personId,
      await hashPassword(password),
    ]);
  }

  /** What the back office speaks with this person, whatever their browsers say. */
  async setLanguage(personId: string, language: Language): Promise<void> {
    await this.tenancy.publicRead('update person set language = $2 where person_id = $1', [personId, language]);
  }

  /**
   * Who signs in with this password. `address` is the caller's network address; ten failures on an account or nineteen
   * from an address close it for a quarter of an hour.
   * @throws WrongCredentialsError, TooManyAttemptsError
   */
  async withPassword(email: string, password: string, address: string): Promise<Person> {
    const limits = passwordLimits(email, address);
    await this.attempts.count(limits);
    const rows = await this.tenancy.publicRead<PersonRow>(PASSWORDS_SQL, [normalizeEmail(email) ?? '']);
    // Always two: time tells neither whether an address has an account, nor whether it has a second one.
    const own = rows.find(({ is_second }) => !is_second);
    const second = rows.find(({ is_second }) => is_second);
    const isOwn = await verifyPassword(own?.password_hash ?? null, password);
    const isSecond = await verifyPassword(second?.password_hash ?? null, password);
    const row = isOwn ? own : isSecond ? second : undefined;
    if (!row) throw new WrongCredentialsError();
    await this.attempts.forgive(limits);
    return personOf(row);
  }

  private async row(text: string): Promise<PersonRow | undefined> {
    const [row] = await this.tenancy.publicRead<PersonRow>(
      'select person_id, email, name, password_hash from person where sign_in_email = $1',
      [normalizeEmail(text) ?? ''],
    );
    return row;
  }
}

const ENSURE_SQL = `
  insert into person as p (person_id, email, name) values ($1, $2, $3)
  on conflict (sign_in_email) do update set name = coalesce(p.name, excluded.name)
  returning person_id, email, name`;

/** The account of an address, and the newest second one that has not joined it. */
const PASSWORDS_SQL = `
  (select person_id, email, name, password_hash, false as is_second from person where sign_in_email = $1)
  union all
  (select person_id, email, name, password_hash, true from person
   where email = $1 and second_of is not null and email_confirmed_at is null order by created_at desc, person_id desc limit 1)`;

interface PersonRow {
  person_id: string;
  email: string;
  name: string | null;
  password_hash: string | null;
  is_second?: boolean;
}

const personOf = (row: PersonRow): Person => ({ personId: row.person_id, email: row.email, name: row.name });

const passwordLimits = (email: string, address: string): AttemptLimit[] => [
  {
    kind: 'password.account',
    subject: normalizeEmail(email) ?? email.slice(0, 300),
    limit: 10,
    windowSeconds: QUARTER_HOUR,
  },
  { kind: 'password.address', subject: address, limit: 19, windowSeconds: QUARTER_HOUR },
];
