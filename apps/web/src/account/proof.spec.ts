import { Secret, TOTP } from 'otpauth';
import { ApiTokens, Memberships, People, Proofs, type Role } from '#libs/accounts';
import { AuditLog } from '#libs/audit';
import { Initiatives } from '#libs/imports';
import { Clock } from '#libs/kernel';
import { loadSettings } from '#libs/platform';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

const HOST = 'gestion.devanture.localhost:8080';
const PASSWORD = 'un mot de passe assez long';
const START = Date.parse('2026-11-24T09:00:00Z');

describe('the second proof of the territory’s people', () => {
  let web: TestWeb;
  let now = START;

  beforeAll(async () => {
    web = await testWeb();
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await web.close();
  });

  /** Codes are good for half a minute, and none twice. */
  const later = (seconds: number): void => {
    now += seconds * 1000;
    Clock.freeze(new Date(now).toISOString());
  };
  /** Each test asks from an address of its own: attempts are counted by address too. */
  let remoteAddress = '';
  let tests = 0;
  beforeEach(() => {
    later(3600);
    remoteAddress = `192.0.2.${++tests}`;
  });

  async function person(name: string, role: Role): Promise<string> {
    const people = web.app.get(People, { strict: false });
    const { personId, email } = await people.ensure({ email: `${name}@example.fr` });
    await people.setPassword({ personId, email }, PASSWORD);
    const initiativeId = role === 'initiative_agent' ? await chamber() : null;
    await web.app.get(Memberships, { strict: false }).grant(personId, { role, shopId: null, initiativeId });
    return personId;
  }

  const chamber = async () =>
    (await web.app.get(Initiatives, { strict: false }).save({ slug: 'cci', name: 'CCI', kind: 'chamber' }))
      .initiativeId;

  async function ask(method: 'GET' | 'POST', url: string, cookie: string, form: Record<string, string> = {}) {
    const headers = {
      host: HOST,
      cookie,
      origin: `http://${HOST}`,
      'content-type': 'application/x-www-form-urlencoded',
    };
    const payload = method === 'POST' ? new URLSearchParams(form).toString() : undefined;
    const asked = { method, url, headers, remoteAddress };
    const answer = await web.app.inject({ ...asked, ...(payload === undefined ? {} : { payload }) });
    const set = [answer.headers['set-cookie'] ?? []].flat().find((each) => each.startsWith('__Host-session='));
    return {
      status: answer.statusCode,
      to: answer.headers.location ?? '',
      text: answer.body,
      cookie: set?.split(';')[0] ?? cookie,
    };
  }

  const signIn = async (name: string) =>
    (await ask('POST', '/connexion', '', { email: `${name}@example.fr`, password: PASSWORD })).cookie;

  const codeOf = (secret: string): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now });

  /** Sets an application up in a fresh session. */
  async function enrol(name: string): Promise<{ cookie: string; secret: string; codes: string[] }> {
    const cookie = await signIn(name);
    const { text } = await ask('GET', '/connexion/preuve?suite=%2Fterritoire%2Faide', cookie);
    const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(text)![1]!.replaceAll(' ', '');
    const done = await ask('POST', '/connexion/preuve/application', cookie, { code: codeOf(secret) });
    expect(done.status).toBe(200);
    const codes = [...done.text.matchAll(/<code>([a-z0-9]{5}-[a-z0-9]{5})<\/code>/g)].map(([, code]) => code!);
    return { cookie: done.cookie, secret, codes };
  }

  it('is set up at the first sign-in, then asked for at each', async () => {
    await person('agnes', 'region_admin');
    const first = await signIn('agnes');
    const door = await ask('GET', '/territoire/aide?q=rose', first);
    expect([door.status, door.to]).toEqual([303, '/connexion/preuve?suite=%2Fterritoire%2Faide%3Fq%3Drose']);
    const { cookie, secret, codes } = await enrol('agnes');
    expect(codes).toHaveLength(10);
    expect((await ask('GET', '/territoire/aide', cookie)).status).toBe(200);
    expect((await ask('GET', '/territoire/aide', first)).status).toBe(303);
    later(60);
    const second = await signIn('agnes');
    const page = await ask('GET', '/connexion/preuve', second);
    expect(page.text).not.toContain(secret.slice(0, 4));
    const given = await ask('POST', '/connexion/preuve', second, { code: codeOf(secret), suite: '/territoire/aide' });
    expect([given.status, given.to]).toEqual([303, '/territoire/aide']);
    expect(given.cookie).not.toBe(second);
    expect((await ask('GET', '/territoire/aide', given.cookie)).status).toBe(200);
    expect((await ask('GET', '/territoire/aide', second)).status).toBe(303);
  });

  it.each(['initiative_agent', 'support', 'auditor'] as const)('is asked of %s', async (role) => {
    await person(role, role);
    const answer = await ask('GET', '/territoire', await signIn(role));
    expect([answer.status, answer.to]).toEqual([303, '/connexion/preuve?suite=%2Fterritoire']);
  });

  it('takes no code twice, and none that is older than a minute', async () => {
    await person('berthe', 'region_admin');
    const { secret } = await enrol('berthe');
    const used = codeOf(secret);
    const cookie = await signIn('berthe');
    expect((await ask('POST', '/connexion/preuve', cookie, { code: used })).status).toBe(422);
    later(90);
    const fresh = codeOf(secret);
    later(90);
    expect((await ask('POST', '/connexion/preuve', cookie, { code: fresh })).status).toBe(422);
    const codes = await Promise.all(
      Array.from({ length: 5 }, () => ask('POST', '/connexion/preuve', cookie, { code: codeOf(secret) })),
    );
    expect(codes.filter(({ status }) => status === 303)).toHaveLength(1);
  });

  it('takes each code of the paper once', async () => {
    await person('clara', 'region_admin');
    const { codes } = await enrol('clara');
    const cookie = await signIn('clara');
    const given = await ask('POST', '/connexion/preuve', cookie, { code: codes[3]!.toUpperCase() });
    expect(given.status).toBe(303);
    expect((await ask('GET', '/compte', given.cookie)).text).toMatch(/restants\s: 9/);
    expect((await ask('POST', '/connexion/preuve', await signIn('clara'), { code: codes[3]! })).status).toBe(422);
  });

  it('changes telephones without a moment between: the old one counts until the new one has given its first code', async () => {
    await person('irma', 'region_admin');
    const { cookie, secret, codes } = await enrol('irma');
    const setup = await ask('GET', '/connexion/preuve/autre', cookie);
    const fresh = /<code>([A-Z2-7 ]+)<\/code>/.exec(setup.text)![1]!.replaceAll(' ', '');
    expect(fresh).not.toBe(secret);
    later(60);
    const wrong = await ask('POST', '/connexion/preuve/application', cookie, { code: codeOf(secret) });
    expect([wrong.status, wrong.text.includes(fresh.slice(0, 4))]).toEqual([422, true]);
    const byOld = await ask('POST', '/connexion/preuve', await signIn('irma'), { code: codeOf(secret) });
    expect(byOld.status).toBe(303);
    expect((await ask('POST', '/connexion/preuve', await signIn('irma'), { code: codes[0]! })).status).toBe(303);
    later(60);
    const done = await ask('POST', '/connexion/preuve/application', cookie, { code: codeOf(fresh), suite: '/compte' });
    expect(done.status).toBe(200);
    later(60);
    const signedIn = await signIn('irma');
    for (const code of [codeOf(secret), codes[1]!])
      expect((await ask('POST', '/connexion/preuve', signedIn, { code })).status).toBe(422);
    expect((await ask('POST', '/connexion/preuve', signedIn, { code: codeOf(fresh) })).status).toBe(303);
  });

  it('cannot be guessed', async () => {
    await person('denise', 'region_admin');
    const { secret } = await enrol('denise');
    later(60);
    const cookie = await signIn('denise');
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++)
      statuses.push((await ask('POST', '/connexion/preuve', cookie, { code: `00000${i}` })).status);
    expect(statuses).toEqual([422, 422, 422, 422, 422, 422, 429]);
    expect((await ask('POST', '/connexion/preuve', cookie, { code: codeOf(secret) })).status).toBe(429);
  });

  it('guards what opens the account: a session that has not given it sets no password and no second application', async () => {
    const personId = await person('elise', 'region_admin');
    await enrol('elise');
    const cookie = await signIn('elise');
    for (const url of ['/compte/mot-de-passe', '/compte/cles/options', '/connexion/preuve/application'])
      expect([url, (await ask('POST', url, cookie, { password: PASSWORD })).status]).toEqual([url, 403]);
    const other = await ask('GET', '/connexion/preuve/autre', cookie);
    expect([other.status, other.to]).toEqual([303, '/connexion/preuve?suite=%2Fconnexion%2Fpreuve%2Fautre']);
    expect((await ask('GET', '/connexion/preuve', cookie)).text).not.toContain('data:image/svg');
    await web.app.get(Proofs, { strict: false }).reset(personId);
    expect((await ask('GET', '/connexion/preuve', cookie)).text).toContain('data:image/svg');
  });

  it('is nobody else’s business: not a shop owner’s, and not a token’s', async () => {
    const personId = await person('flore', 'region_admin');
    const token = await web.app.get(ApiTokens, { strict: false }).create(personId, { label: 'x', shopId: null });
    const headers = { host: 'devanture.localhost:8080', authorization: `Bearer ${token}` };
    const answer = await web.app.inject({ method: 'GET', url: '/api/v1/territory/figures', headers });
    expect(answer.statusCode).toBe(200);
  });

  it('stands in the journal, given or refused', async () => {
    await person('gisele', 'region_admin');
    const { cookie } = await enrol('gisele');
    await ask('POST', '/connexion/preuve', await signIn('gisele'), { code: '123456' });
    const { entries } = await web.app.get(AuditLog, { strict: false }).search({ text: 'gisele' });
    expect(entries.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'POST /connexion/preuve refused',
      'POST /connexion done',
      'POST /connexion/preuve/application done',
      'POST /connexion done',
    ]);
    const page = await ask('GET', '/territoire/journal?q=gisele', cookie);
    expect(page.text).toContain('Code refusé ou donné à la connexion');
    expect(page.text).not.toContain('journal.action');
  });

  it('lets no secret lie readable in the database', async () => {
    const personId = await person('helene', 'region_admin');
    const { secret, codes } = await enrol('helene');
    const rows = await web.tenancy.publicRead(
      `select a::text || c::text as row from authenticator a join recovery_code c using (person_id) where person_id = $1`,
      [personId],
    );
    const text = JSON.stringify(rows);
    for (const each of [secret, ...codes, Buffer.from(secret).toString('hex')]) expect(text).not.toContain(each);
  });

  it('cannot be switched off where it counts', () => {
    const env = { DATABASE_URL: 'postgresql://x', APP_SECRET: 'a secret of the test' };
    expect(loadSettings(env).secondProof).toBe(true);
    expect(loadSettings({ ...env, DEMO: '1' }).secondProof).toBe(false);
    expect(() => loadSettings({ ...env, NODE_ENV: 'production', SECOND_PROOF: '0' })).toThrow(/SECOND_PROOF/);
  });
});
