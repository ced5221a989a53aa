import { hash, verify } from '@node-rs/argon2';
import { WeakPasswordError } from './accounts.errors.js';

/** OWASP, Password Storage: argon2id (the algorithm that this package takes by itself) with 19 MiB, two passes, one lane (72 ms here). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const MIN_LENGTH = 10;
const MAX_LENGTH = 200;

/** @throws WeakPasswordError under 10 or over 200 characters, or the person's own address. */
export function checkPassword(password: string, email: string): void {
  const { length } = password;
  if (length < MIN_LENGTH || length > MAX_LENGTH || password.toLowerCase() === email) {
    throw new WeakPasswordError({ min: MIN_LENGTH, max: MAX_LENGTH });
  }
}

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), COST);

let decoy: Promise<string> | undefined;

/** Takes as long for an account without a password (`stored` null) as for one with: time tells nobody who has one. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody signs in with this one');
  const given = password.slice(0, MAX_LENGTH * 2).normalize('NFC');
  const isRight = await verify(stored ?? (await decoy), given);
  return isRight && stored !== null;
}
