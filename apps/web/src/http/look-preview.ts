import { createHmac, timingSafeEqual } from 'node:crypto';
import { Clock } from '#libs/kernel';
import type { Settings } from '#libs/platform';
import type { Reply } from './site-request.js';
import { listThemes, theme, type ThemeSettings } from '#libs/themes';

const MINUTES = 120;
const TOKEN = /^(\d{1,12})\.([\w-]{43})$/;

/** A theme with the settings that somebody tries on. */
export interface Look {
  theme: string;
  settings: ThemeSettings;
}

/** Lets whoever has it see this shop in any look, for two hours: the owner's page shows the preview in a frame. */
export function previewToken({ appSecret }: Pick<Settings, 'appSecret'>, shopId: string): string {
  const ends = Math.floor(Clock.now().epochMilliseconds / 1000) + MINUTES * 60;
  return `${ends}.${seal(appSecret, shopId, ends)}`;
}

export function isPreviewToken({ appSecret }: Pick<Settings, 'appSecret'>, shopId: string, token: string): boolean {
  const [, ends = '0', given = ''] = TOKEN.exec(token) ?? [];
  if (given === '' || Number(ends) * 1000 < Clock.now().epochMilliseconds) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(seal(appSecret, shopId, Number(ends))));
}

const seal = (appSecret: string, shopId: string, ends: number): string =>
  createHmac('sha256', appSecret).update(`look:${shopId}:${ends}`).digest('base64url');

/**
 * The look that a form or a query names: `theme`, and the settings by their ids, switches as `yes` or absent. What is no
 * setting is left out, what does not fit becomes the default; pictures stay those of `stored`.
 */
export function lookOf(typed: Record<string, unknown>, stored: Look): Look {
  const wanted = typed['theme'];
  const name = typeof wanted === 'string' && listThemes().includes(wanted) ? wanted : stored.theme;
  const { manifest } = theme(name);
  const given = manifest.settings.map(({ id, type }) => {
    if (type === 'image') return [id, stored.settings[id] ?? null];
    return [id, type === 'switch' ? typed[id] === 'yes' : typed[id]];
  });
  return { theme: name, settings: theme(name).readSettings(Object.fromEntries(given)) };
}

/** The look as a query that `lookOf` reads back. */
export function lookQuery({ theme: name, settings }: Look): URLSearchParams {
  const query = new URLSearchParams({ theme: name });
  for (const [id, value] of Object.entries(settings)) {
    if (typeof value === 'string') query.set(id, value);
    else if (value === true) query.set(id, 'yes');
  }
  return query;
}

/** Lets a page of the back office show this origin in a frame: the preview stands on the shop's own host. */
export function allowFrameOf(reply: Reply, origin: string): void {
  const policy = String(reply.getHeader('content-security-policy') ?? '');
  reply.header('content-security-policy', `${policy};frame-src ${origin}`);
}
