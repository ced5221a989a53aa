import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import { People, type Person, SignInLinks, WrongCredentialsError } from '#libs/accounts';

/** What a strategy reads of a request: never the query, where a password would end up in histories and logs. */
interface Credentials {
  body: { email?: string; password?: string; token?: string };
  /** The caller's network address. */
  address: string;
}

@Injectable()
export class PasswordStrategy extends PassportStrategy(LocalStrategy, 'password') {
  constructor(private readonly people: People) {
    super({ usernameField: 'email', passwordField: 'password', passReqToCallback: true, session: false });
  }

  validate({ address }: Credentials, email: string, password: string): Promise<Person> {
    return this.people.withPassword(email, password, address);
  }
}

/** A passport strategy that asks nothing but the token of a link. */
class LinkStrategyBase extends passport.Strategy {
  constructor(private readonly verify: (credentials: Credentials, done: Done) => void) {
    super();
  }

  override authenticate(request: unknown): void {
    this.verify(request as Credentials, (error, person) => {
      if (error || !person) this.error(error ?? new WrongCredentialsError());
      else this.success(person);
    });
  }
}

type Done = (error: Error | null, person?: Person) => void;

@Injectable()
export class SignInLinkStrategy extends PassportStrategy(LinkStrategyBase, 'sign-in-link') {
  constructor(private readonly links: SignInLinks) {
    super();
  }

  validate({ address, body }: Credentials): Promise<Person> {
    return this.links.consume(body.token ?? '', address);
  }
}

/** Who signs in. @throws what the strategy threw: WrongCredentialsError, SignInLinkGoneError, TooManyAttemptsError */
export function authenticate(strategy: 'password' | 'sign-in-link', credentials: Credentials): Promise<Person> {
  return new Promise((resolve, reject) => {
    const answer = (error: Error | null, person?: Person | false) => {
      if (error) reject(error);
      else if (person) resolve(person);
      else reject(new WrongCredentialsError());
    };
    const run = passport.authenticate(strategy, { session: false }, answer) as unknown as Middleware;
    run({ ...credentials, query: {} }, {}, answer);
  });
}

type Middleware = (request: object, response: object, next: (error: Error | null) => void) => void;
