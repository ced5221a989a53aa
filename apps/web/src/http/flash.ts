import type { Flash } from '#libs/themes';
import { clearCookie, readCookie, setCookie } from './cookies.js';
import type { Reply, Request } from './site-request.js';

const COOKIE = 'flash';
const SECONDS = 60;

/** What the next page says was done: a sentence's key and values, so that a cookie never holds a sentence. */
export interface FlashMessage {
  tone?: Flash['tone'];
  key: string;
  values?: Record<string, string | number>;
  /** A form that posts to `path`, its button labelled by the sentence `key`. */
  undo?: { path: string; key: string };
}

/** Answers a form: 303 to `path` of this host, and what the page there says. */
export function redirectTo(reply: Reply, path: string, flash?: FlashMessage): void {
  if (flash) setCookie(reply, COOKIE, Buffer.from(JSON.stringify(flash)).toString('base64url'), SECONDS);
  void reply.redirect(ownPath(path), 303);
}

/** A path of this host: anything that could lead elsewhere becomes `/`. */
export const ownPath = (path: string): string => (/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path) ? path : '/');

/** Takes the message out, once. */
export function takeFlash(request: Request, reply: Reply, say: (key: string, values: object) => string): Flash | null {
  const cookie = readCookie(request, COOKIE);
  if (cookie === null) return null;
  clearCookie(reply, COOKIE);
  try {
    const { tone, key, values, undo } = JSON.parse(Buffer.from(cookie, 'base64url').toString('utf8')) as FlashMessage;
    const text = say(key, values ?? {});
    return { tone: tone ?? 'success', text, undo: undo ? { url: ownPath(undo.path), label: say(undo.key, {}) } : null };
  } catch {
    return null; // a cookie that somebody altered
  }
}
