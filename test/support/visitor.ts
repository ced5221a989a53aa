import { type Membership, Memberships, People, Sessions } from '#libs/accounts';
import type { TestWeb } from './web.js';

/** What a visitor gets to see; spaces that do not break are plain ones. */
export interface Seen {
  status: number;
  /** Where a redirect leads. */
  to: string;
  text: string;
}

/** Somebody in the back office, signed in and proved. */
export interface Visitor {
  personId: string;
  email: string;
  get(url: string): Promise<Seen>;
  post(url: string, form?: Record<string, string>): Promise<Seen>;
}

const HOST = 'gestion.devanture.localhost:8080';

/** A new person with these rights, whose browser keeps the session as it changes. */
export async function visitor(
  { app }: Pick<TestWeb, 'app'>,
  person: { email: string; name?: string },
  rights: Membership[] = [],
): Promise<Visitor> {
  const { personId, email } = await app.get(People, { strict: false }).ensure(person);
  for (const right of rights) await app.get(Memberships, { strict: false }).grant(personId, right);
  let cookie = `__Host-session=${await app.get(Sessions, { strict: false }).open(personId, { isProved: true })}`;
  const ask = async (method: 'GET' | 'POST', url: string, form?: Record<string, string>): Promise<Seen> => {
    const type = 'application/x-www-form-urlencoded';
    const headers = { host: HOST, cookie, origin: `http://${HOST}`, ...(form && { 'content-type': type }) };
    const payload = form && new URLSearchParams(form).toString();
    const answer = await app.inject({ method, url, headers, ...(payload !== undefined && { payload }) });
    const set = [answer.headers['set-cookie'] ?? []].flat().find((each) => each.startsWith('__Host-session='));
    cookie = set?.split(';')[0] ?? cookie;
    const text = answer.body.replace(/[\u00a0\u202f]/g, ' ');
    return { status: answer.statusCode, to: answer.headers.location ?? '', text };
  };
  return { personId, email, get: (url) => ask('GET', url), post: (url, form = {}) => ask('POST', url, form) };
}

export const ofRegion = (role: 'region_admin' | 'support' | 'auditor'): Membership => ({
  role,
  shopId: null,
  initiativeId: null,
});
export const ofShop = (role: 'owner' | 'staff', shopId: string): Membership => ({ role, shopId, initiativeId: null });
export const agentOf = (initiativeId: string): Membership => ({ role: 'initiative_agent', shopId: null, initiativeId });
