import { Memberships, People, Sessions } from '#libs/accounts';
import { newId } from '#libs/kernel';
import { InvitationMailJobHandler } from '#libs/team';
import { asShop } from '#libs/tenancy';
import { lastMailTo } from '../../../../test/support/mails.js';
import { createShop } from '../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

const OFFICE = 'gestion.devanture.localhost:8080';

describe('the team of a shop', () => {
  let web: TestWeb;
  let shopId: string;
  let owner: { personId: string; cookie: string };

  beforeAll(async () => {
    web = await testWeb();
  }, 60_000);

  afterAll(() => web.close());

  beforeEach(async () => {
    shopId = await createShop(web);
    owner = await person('owner', shopId);
  });

  const of = <T>(service: new (...parts: never[]) => T): T => web.app.get(service, { strict: false });

  async function person(role: 'owner' | 'staff', shop: string) {
    const { personId, email } = await of(People).ensure({ email: `${newId()}@exemple.test` });
    await of(Memberships).grant(personId, { role, shopId: shop, initiativeId: null });
    const cookie = `__Host-session=${await of(Sessions).open(personId, { shopId: shop })}`;
    return { personId, email, cookie };
  }

  const get = (url: string, cookie = '') => web.app.inject({ url, headers: { host: OFFICE, cookie } });
  const post = (url: string, fields: Record<string, string> = {}, cookie = owner.cookie) =>
    web.app.inject({
      method: 'POST',
      url,
      payload: new URLSearchParams(fields).toString(),
      headers: {
        host: OFFICE,
        origin: `http://${OFFICE}`,
        cookie,
        'content-type': 'application/x-www-form-urlencoded',
      },
    });

  const roles = async (): Promise<[string, string][]> =>
    (await of(Memberships).ofShop(shopId)).map(({ email, role }) => [email, role]);

  /** Invites, lets the mail job run, and answers the path in the mail. */
  async function invited(email: string, role = 'staff'): Promise<string> {
    expect((await post('/equipe/invitations', { email, role })).statusCode).toBe(303);
    await sendMail(email);
    return linkIn(await lastMailTo(web.settings, email));
  }

  async function sendMail(email: string): Promise<void> {
    const [row] = await web.tenancy.publicRead<{ id: string }>(
      'select invitation_id as id from invitation where shop_id = $1 and email = $2',
      [shopId, email],
    );
    await asShop(shopId, () => of(InvitationMailJobHandler).handle({ shopId, invitationId: row!.id }));
  }

  const linkIn = (mail: string): string => /\/invitation\/[\w-]{43}/.exec(mail)![0];

  it('is joined by the link of a mail, once, and the link signs in', async () => {
    const link = await invited('elise@exemple.test');
    const page = await get(link);
    expect([page.statusCode, page.body.includes('elise@exemple.test')]).toEqual([200, true]);
    expect(await roles()).toHaveLength(1);
    const joined = await post(link, {}, '');
    expect([joined.statusCode, joined.headers.location]).toEqual([303, '/compte']);
    expect(await roles()).toContainEqual(['elise@exemple.test', 'staff']);
    const cookie = `__Host-session=${joined.cookies.find(({ name }) => name === '__Host-session')!.value}`;
    expect((await get('/commandes', cookie)).statusCode).toBe(200);
    expect((await get('/equipe', cookie)).statusCode).toBe(403);
    expect((await post(link, {}, '')).statusCode).toBe(410);
  });

  it('keeps no token, renews an invitation, and forgets it when it is withdrawn', async () => {
    const first = await invited('elise@exemple.test');
    const second = await invited('elise@exemple.test', 'owner');
    expect(second).not.toBe(first);
    expect((await get(first)).statusCode).toBe(410);
    const rows = await web.tenancy.publicRead<object>('select * from invitation where shop_id = $1', [shopId]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(second.split('/').at(-1));
    const { id } = (
      await asShop(shopId, () =>
        web.tenancy.shopRead<{ id: string }>('select invitation_id as id from invitation where shop_id = $1', [shopId]),
      )
    )[0]!;
    expect((await post(`/equipe/invitations/${id}/retrait`)).statusCode).toBe(303);
    expect((await get(second)).statusCode).toBe(410);
    expect((await post(`/equipe/invitations/${id}/retrait`)).statusCode).toBe(410);
  });

  it('refuses what cannot be invited, and keeps what was typed', async () => {
    const wrong = await post('/equipe/invitations', { email: 'elise@', role: 'staff' });
    expect([wrong.statusCode, wrong.body.includes('value="elise@"')]).toEqual([422, true]);
    const staff = await person('staff', shopId);
    expect((await post('/equipe/invitations', { email: staff.email, role: 'owner' })).statusCode).toBe(409);
    expect((await post('/equipe/invitations', { email: 'x@exemple.test', role: 'king' })).statusCode).toBe(422);
    expect(
      (await post('/equipe/invitations', { email: 'x@exemple.test', role: 'staff' }, staff.cookie)).statusCode,
    ).toBe(403);
    expect(await web.tenancy.publicRead('select 1 from invitation where shop_id = $1', [shopId])).toEqual([]);
  });

  it('changes roles, takes people out at once, and keeps an owner', async () => {
    const staff = await person('staff', shopId);
    expect((await post(`/equipe/membres/${staff.personId}/role`, { role: 'owner' })).statusCode).toBe(303);
    expect((await get('/equipe', staff.cookie)).statusCode).toBe(200);
    expect((await post(`/equipe/membres/${staff.personId}/depart`)).statusCode).toBe(303);
    expect((await get('/commandes', staff.cookie)).statusCode).not.toBe(200);
    expect((await post(`/equipe/membres/${owner.personId}/depart`)).statusCode).toBe(409);
    expect((await post(`/equipe/membres/${owner.personId}/role`, { role: 'staff' })).statusCode).toBe(409);
    expect(await roles()).toHaveLength(1);
  });

  it('is nobody else’s: another shop’s members and invitations are unknown here', async () => {
    const other = await createShop(web);
    const stranger = await person('staff', other);
    expect((await post(`/equipe/membres/${stranger.personId}/depart`)).statusCode).toBe(404);
    expect((await post(`/equipe/membres/${newId()}/depart`)).statusCode).toBe(404);
    expect(await of(Memberships).ofPerson(stranger.personId)).toHaveLength(1);
  });
});
