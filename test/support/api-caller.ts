import { ApiTokens, type Membership, Memberships, People } from '#libs/accounts';
import type { TestWeb } from './web.js';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Calls the API below `/api/v1`; `body` is the JSON that came back, null where there is none. */
export type ApiCaller = (method: Method, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;

/** A program with the bearer token of a new person with these rights; null: with none. */
export async function apiCaller(
  { app }: Pick<TestWeb, 'app'>,
  as: { email: string; rights: Membership[] } | null,
): Promise<ApiCaller> {
  const token = as === null ? null : await tokenOf({ app }, as);
  return async (method, path, body) => {
    const headers = { host: 'devanture.localhost:8080', ...(token !== null && { authorization: `Bearer ${token}` }) };
    const answer = await app.inject({
      method,
      url: `/api/v1${path}`,
      headers,
      ...(body !== undefined && { payload: body as object }),
    });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
  };
}

async function tokenOf(
  { app }: Pick<TestWeb, 'app'>,
  { email, rights }: { email: string; rights: Membership[] },
): Promise<string> {
  const { personId } = await app.get(People, { strict: false }).ensure({ email });
  for (const right of rights) await app.get(Memberships, { strict: false }).grant(personId, right);
  return app.get(ApiTokens, { strict: false }).create(personId, { label: 'essai', shopId: null });
}
