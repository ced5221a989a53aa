import { z } from 'zod';
import { isPublicAddress } from '#libs/platform';
import { isIP } from 'node:net';
import { BadPushAddressError } from './alerts.errors.js';

/** What `PushSubscription.toJSON()` gives: the browser's address and its keys, base64url. */
export const pushSubscription = z.object({
  endpoint: z.url().min(10).max(2048),
  keys: z.object({
    /** An uncompressed point of P-256. */
    p256dh: z.string().regex(/^B[\w-]{86}$/),
    /** 16 random bytes. */
    auth: z.string().regex(/^[\w-]{22}$/),
  }),
});

export type PushSubscriptionInput = z.infer<typeof pushSubscription>;

/**
 * Refuses an address that a message must never go to; what its name resolves to is checked again at each sending.
 * `allow`: `host:port` entries of one's own network. @throws BadPushAddressError
 */
export function checkPushAddress(endpoint: string, allow: readonly string[]): void {
  const url = new URL(endpoint);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (allow.includes(`${url.hostname}:${port}`)) return;
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  const isPrivate = isIP(literal) ? !isPublicAddress(literal) : /(^|\.)localhost$/.test(literal);
  const isPlain = url.protocol === 'https:' && !url.username && !url.password && !url.port;
  if (!isPlain || isPrivate || !literal.includes('.')) throw new BadPushAddressError({ host: url.hostname });
}
