import type { Settings } from '#libs/platform';
import type { Reply, Request } from './site-request.js';

/** `__Host-` wants Secure, which browsers take over plain HTTP from names below `localhost` alone. */
let isSecure = true;

/** Called once at start. */
export function configureCookies({ publicScheme, baseDomain }: Pick<Settings, 'publicScheme' | 'baseDomain'>): void {
  isSecure = publicScheme === 'https' || /(^|\.)localhost$/.test(baseDomain);
}

const nameOf = (name: string): string => (isSecure ? `__Host-${name}` : name);

export const readCookie = (request: Request, name: string): string | null => request.cookies[nameOf(name)] ?? null;

/** Sets a cookie of this host alone that scripts cannot read. Without `seconds` it ends with the browser. */
export function setCookie(reply: Reply, name: string, value: string, seconds?: number): void {
  reply.setCookie(nameOf(name), value, {
    path: '/',
    httpOnly: true,
    secure: isSecure,
    sameSite: 'lax',
    ...(seconds === undefined ? {} : { maxAge: seconds }),
  });
}

export function clearCookie(reply: Reply, name: string): void {
  reply.clearCookie(nameOf(name), { path: '/', httpOnly: true, secure: isSecure, sameSite: 'lax' });
}
