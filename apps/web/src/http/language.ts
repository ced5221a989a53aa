import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance } from 'fastify';
import type { Language } from '#libs/accounts';
import { readCookie } from './cookies.js';
import type { Request } from './site-request.js';

export type { Language } from '#libs/accounts';

export const LANGUAGES: readonly Language[] = ['fr', 'en'];
export const LANGUAGE_COOKIE = 'langue';

const ambient = new AsyncLocalStorage<Language>();

/** What is said inside `work` is said in this language. */
export const inLanguage = <T>(language: Language, work: () => T): T => ambient.run(language, work);

/** The language of the request that is being answered; French where there is none. */
export const currentLanguage = (): Language => ambient.getStore() ?? 'fr';

/** Back office: the person's, else this browser's choice, else what the browser asks for. Portal and shops speak French. */
export function languageOf(request: Request): Language {
  const { site } = request;
  if (site?.host.kind !== 'gestion') return 'fr';
  const said = site.actor?.language ?? readCookie(request, LANGUAGE_COOKIE);
  return LANGUAGES.find((language) => language === said) ?? preferredLanguage(request.headers['accept-language']);
}

/** The better liked of our languages in an Accept-Language header (RFC 9110, 12.5.4); French when it names neither. */
export function preferredLanguage(header = ''): Language {
  const ranges = header.split(',').map((range) => {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const weight = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
    return { primary: tag.split('-')[0]!.trim(), weight: Number(weight ?? 1) };
  });
  const liked = ranges.toSorted((a, b) => b.weight - a.weight).filter(({ weight }) => weight > 0);
  const first = liked.find(({ primary }) => primary === 'fr' || primary === 'en');
  return first?.primary === 'en' ? 'en' : 'fr';
}

/** Entered after the body was read, as the shop is: what a socket emits does not remember for whom it was read. */
export function speakTheirLanguage(instance: FastifyInstance): void {
  instance.addHook('preHandler', (request, _reply, done) => inLanguage(languageOf(request), done));
}
