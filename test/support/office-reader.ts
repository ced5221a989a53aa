import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Memberships, People, Sessions } from '#libs/accounts';
import { NEWCOMER } from './tour-site.js';
import type { Visit, Visitor } from './tour-visits.js';

const HOST = 'gestion.devanture.localhost';

/** Asks for pages of the back office as the people of the tour, in a language, without a browser. */
export class OfficeReader {
  private readonly cookies = new Map<Visitor, string>();

  constructor(private readonly app: NestFastifyApplication) {}

  /** The HTML of a whole page; null when what came is none. */
  async page({ address, as }: Visit, language: 'fr' | 'en'): Promise<string | null> {
    const cookie = await this.cookieOf(as);
    const headers = { host: HOST, 'accept-language': language, ...(cookie && { cookie }) };
    const answer = await this.app.inject({ method: 'GET', url: address, headers });
    const isPage = String(answer.headers['content-type']).startsWith('text/html') && answer.body.includes('<html');
    return isPage && answer.statusCode !== 303 ? answer.body : null;
  }

  private async cookieOf(visitor: Visitor): Promise<string> {
    if (visitor === null) return '';
    const known = this.cookies.get(visitor);
    if (known !== undefined) return known;
    const person = (await this.app.get(People, { strict: false }).byEmail(visitor))!;
    const sessions = this.app.get(Sessions, { strict: false });
    const shopId = visitor === NEWCOMER ? await this.firstShop(person.personId) : null;
    const cookie = `__Host-session=${await sessions.open(person.personId, { shopId })}`;
    this.cookies.set(visitor, cookie);
    return cookie;
  }

  private async firstShop(personId: string): Promise<string | null> {
    const all = await this.app.get(Memberships, { strict: false }).ofPerson(personId);
    return all.find(({ shopId }) => shopId !== null)?.shopId ?? null;
  }
}
