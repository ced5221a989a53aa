import { Memberships, People, Sessions } from '#libs/accounts';
import { newId } from '#libs/kernel';
import { createShop } from './order-shop.js';
import type { TestWeb } from './web.js';

const HOST = 'gestion.devanture.localhost:8080';

export interface OfficeAnswer {
  status: number;
  /** Spaces that do not break are plain ones, and so are apostrophes. */
  text: string;
  location: string | undefined;
  /** A session that was opened; the cookie's value. */
  session: string | undefined;
}

/** The back office as a shop's owner asks it; `headers` in place of their cookie. */
export interface OwnerPages {
  shopId: string;
  get(url: string, headers?: Record<string, string>): Promise<OfficeAnswer>;
  post(url: string, fields?: Record<string, string>, headers?: Record<string, string>): Promise<OfficeAnswer>;
}

/** A new shop, and its owner Claire Martin in the back office. */
export async function ownerPages(web: TestWeb): Promise<OwnerPages> {
  const shopId = await createShop(web);
  const { personId } = await web.app.get(People).ensure({ email: `${newId()}@example.fr`, name: 'Claire Martin' });
  await web.app.get(Memberships).grant(personId, { role: 'owner', shopId, initiativeId: null });
  const cookie = `__Host-session=${await web.app.get(Sessions).open(personId)}`;
  const ask = async (
    method: 'GET' | 'POST',
    url: string,
    more: { headers: Record<string, string>; payload?: string },
  ) => {
    const { headers, payload } = more;
    const answer = await web.app.inject({
      method,
      url,
      headers: { host: HOST, ...headers },
      ...(payload !== undefined && { payload }),
    });
    return {
      status: answer.statusCode,
      text: answer.body.replace(/[\u00a0\u202f]/g, ' ').replace(/&#x27;/g, "'"),
      location: answer.headers.location,
      session: answer.cookies.find(({ name }) => name === '__Host-session')?.value,
    };
  };
  const typed = { origin: `http://${HOST}`, 'content-type': 'application/x-www-form-urlencoded' };
  return {
    shopId,
    get: (url, headers = { cookie }) => ask('GET', url, { headers }),
    post: (url, fields = {}, headers = { cookie }) =>
      ask('POST', url, { headers: { ...typed, ...headers }, payload: new URLSearchParams(fields).toString() }),
  };
}
