import { Inject, Injectable } from '@nestjs/common';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { PortalName, publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { PasskeyRefusedError } from './accounts.errors.js';
import { Attempts } from './attempts.service.js';
import type { Person } from './person.js';
import { newSecret, secretHash } from './secret-value.js';

/** A line of a person's list. Instants are ISO 8601. */
export interface PasskeySummary {
  id: string;
  name: string;
  createdAt: string;
  seenAt: string | null;
}

/** What the browser is asked; `ticket` comes back with its answer and is good once, for five minutes. */
export interface PasskeyOptions<Options> {
  ticket: string;
  options: Options;
}

export interface AddedPasskey {
  ticket: string;
  response: RegistrationResponseJSON;
  /** What the person calls the device. */
  name: string;
}

export interface SignInPasskey {
  ticket: string;
  response: AuthenticationResponseJSON;
}

/** Passkeys of the back office's host (Web Authentication, level 3): a face, a finger or a PIN instead of a password. */
@Injectable()
export class Passkeys {
  private readonly site: { id: string; origin: string };

  constructor(
    private readonly tenancy: Tenancy,
    private readonly attempts: Attempts,
    private readonly portal: PortalName,
    @Inject(SETTINGS) settings: Settings,
  ) {
    const origin = publicOrigin(settings, 'gestion');
    this.site = { id: new URL(origin).hostname, origin };
  }

  async list(personId: string): Promise<PasskeySummary[]> {
    return this.tenancy.publicRead<PasskeySummary>(
      `select credential_id as id, name, to_json(created_at)#>>'{}' as "createdAt", to_json(seen_at)#>>'{}' as "seenAt"
       from passkey where person_id = $1 order by created_at`,
      [personId],
    );
  }

  /** To add one to this person's account. */
  async toAdd(person: Person): Promise<PasskeyOptions<PublicKeyCredentialCreationOptionsJSON>> {
    const known = await this.list(person.personId);
    const options = await generateRegistrationOptions({
      rpName: this.portal.shown,
      rpID: this.site.id,
      userID: new TextEncoder().encode(person.personId),
      userName: person.email,
      userDisplayName: person.name ?? person.email,
      excludeCredentials: known.map(({ id }) => ({ id })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    return { ticket: await this.remember(options.challenge, person.personId), options };
  }

  /** @throws PasskeyRefusedError */
  async add(personId: string, { ticket, response, name }: AddedPasskey): Promise<void> {
    const challenge = await this.challenge(ticket, personId);
    const { registrationInfo } = await checked(() =>
      verifyRegistrationResponse({
        response,
        expectedChallenge: challenge,
        expectedOrigin: this.site.origin,
        expectedRPID: this.site.id,
      }),
    );
    if (!registrationInfo) throw new PasskeyRefusedError();
    const { id, publicKey, counter, transports } = registrationInfo.credential;
    const added = await this.tenancy.publicRead(
      `insert into passkey (credential_id, person_id, public_key, counter, transports, name) values ($1, $2, $3, $4, $5, $6)
       on conflict do nothing returning 1`,
      [id, personId, Buffer.from(publicKey), counter, transports ?? [], name],
    );
    if (added.length === 0) throw new PasskeyRefusedError();
  }

  /** Takes one of the person's passkeys away; another person's is left alone. */
  async remove(personId: string, id: string): Promise<void> {
    await this.tenancy.publicRead('delete from passkey where person_id = $1 and credential_id = $2', [personId, id]);
  }

  /** To sign in: asks for no account, so it tells of none. */
  async toSignIn(): Promise<PasskeyOptions<PublicKeyCredentialRequestOptionsJSON>> {
    const options = await generateAuthenticationOptions({ rpID: this.site.id, userVerification: 'required' });
    return { ticket: await this.remember(options.challenge, null), options };
  }

  /** Whose passkey answered. @throws PasskeyRefusedError, TooManyAttemptsError after nineteen refusals of an address. */
  async signIn({ ticket, response }: SignInPasskey, address: string): Promise<Person> {
    const limits = [{ kind: 'passkey.address', subject: address, limit: 19, windowSeconds: 900 }];
    await this.attempts.count(limits);
    const challenge = await this.challenge(ticket, null);
    const [key] = await this.tenancy.publicRead<PasskeyRow>(FIND_SQL, [response.id]);
    if (!key) throw new PasskeyRefusedError();
    const { verified, authenticationInfo } = await checked(() =>
      verifyAuthenticationResponse({
        response,
        expectedChallenge: challenge,
        expectedOrigin: this.site.origin,
        expectedRPID: this.site.id,
        credential: { id: response.id, publicKey: new Uint8Array(key.public_key), counter: Number(key.counter) },
      }),
    );
    if (!verified) throw new PasskeyRefusedError();
    await this.tenancy.publicRead('update passkey set counter = $2, seen_at = now() where credential_id = $1', [
      response.id,
      authenticationInfo.newCounter,
    ]);
    await this.attempts.forgive(limits);
    return { personId: key.person_id, email: key.email, name: key.name };
  }

  private async remember(challenge: string, personId: string | null): Promise<string> {
    const ticket = newSecret();
    await this.tenancy.publicRead(
      `with gone as (delete from passkey_challenge where expires_at < now())
       insert into passkey_challenge (id_hash, challenge, person_id, expires_at)
       values ($1, $2, $3, now() + interval '5 minutes')`,
      [secretHash(ticket), challenge, personId],
    );
    return ticket;
  }

  /** Uses a challenge up: an answer that was seen before is worth nothing. */
  private async challenge(ticket: string, personId: string | null): Promise<string> {
    const [row] = await this.tenancy.publicRead<{ challenge: string }>(
      `with used as (delete from passkey_challenge where id_hash = $1 and person_id is not distinct from $2
         and expires_at > now() returning challenge) select challenge from used`,
      [secretHash(ticket), personId],
    );
    if (!row) throw new PasskeyRefusedError();
    return row.challenge;
  }
}

interface PasskeyRow {
  person_id: string;
  email: string;
  name: string | null;
  public_key: Buffer;
  counter: string;
}

const FIND_SQL = `
  select p.person_id, p.email, p.name, k.public_key, k.counter from passkey k join person p using (person_id)
  where k.credential_id = $1`;

/** The library says what is wrong by an Error of many kinds; to whoever signs in they are all one. */
async function checked<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify();
  } catch {
    throw new PasskeyRefusedError();
  }
}
