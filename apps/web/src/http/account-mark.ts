import { createHmac } from 'node:crypto';
import type { Session } from '#libs/accounts';
import type { Settings } from '#libs/platform';

/** Stands on every answer of the back office to somebody who is signed in. */
export const ACCOUNT_HEADER = 'x-account';

/** Tells one person's pages of one shop from all others, without saying whose they are: what a browser keeps is kept under it. */
export function accountMark(session: Session, { appSecret }: Pick<Settings, 'appSecret'>): string {
  const whose = `${session.actor.personId}:${session.shopId ?? ''}`;
  return createHmac('sha256', appSecret).update(`account:${whose}`).digest('base64url').slice(0, 22);
}

/** Said when a session ends: whatever this browser kept of the back office goes, alerts included. */
export const FORGET_ALL = { 'clear-site-data': '"storage"' };
