import { createHmac } from 'node:crypto';
import type pg from 'pg';

/** Owns the tables and migrates; never logs in. */
export const OWNER_ROLE = 'devanture_owner';
/** Every request and every job; row level security applies to it. */
export const APP_ROLE = 'devanture_app';
/** Territory-wide tasks, entered by `set local role` inside one transaction; policies of its own, never BYPASSRLS. */
export const REGION_ROLE = 'devanture_region';

/**
 * The URL with which web, worker and console log in, from the URL of a role that may create roles.
 * The password is derived, so that several machines agree on it without storing it. A URL that already names
 * the app role is answered as it is.
 */
export function appUrl(adminUrl: string): string {
  const url = new URL(adminUrl);
  if (decodeURIComponent(url.username) === APP_ROLE) return adminUrl;
  const password = appPassword(adminUrl);
  url.username = APP_ROLE;
  url.password = password;
  return url.href;
}

const appPassword = (adminUrl: string): string =>
  createHmac('sha256', decodeURIComponent(new URL(adminUrl).password))
    .update(APP_ROLE)
    .digest('base64url');

/** Creates the three roles where they are missing, and sets the app role's password. Safe to run in parallel. */
export async function ensureRoles(admin: pg.Client, adminUrl: string): Promise<void> {
  await admin.query(`select pg_advisory_lock(hashtext('devanture.roles'))`);
  try {
    for (const role of [OWNER_ROLE, APP_ROLE, REGION_ROLE]) {
      const { rowCount } = await admin.query('select 1 from pg_roles where rolname = $1', [role]);
      if (!rowCount) await admin.query(`create role ${role} nologin noinherit`);
    }
    await admin.query(`alter role ${APP_ROLE} login noinherit password '${appPassword(adminUrl)}'`);
    await admin.query(`grant ${REGION_ROLE} to ${APP_ROLE}`);
    await admin.query(`grant ${OWNER_ROLE} to current_user`);
  } finally {
    await admin.query(`select pg_advisory_unlock(hashtext('devanture.roles'))`);
  }
}
