import { Memberships } from '#libs/accounts';
import { AuditLog } from '#libs/audit';
import { Initiatives } from '#libs/imports';
import { AssistanceMailJobHandler } from '#libs/team';
import { asShop } from '#libs/tenancy';
import { lastMailTo } from '../../../../../test/support/mails.js';
import { createShop } from '../../../../../test/support/order-shop.js';
import { agentOf, ofRegion, ofShop, type Visitor, visitor } from '../../../../../test/support/visitor.js';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

describe('acting for a shop with its consent', () => {
  let web: TestWeb;
  let shopId: string;
  let initiativeId: string;
  let owner: Visitor;
  let agent: Visitor;
  let desk: string;

  beforeAll(async () => {
    web = await testWeb();
    const initiatives = web.app.get(Initiatives, { strict: false });
    initiativeId = (await initiatives.save({ slug: 'cci', name: 'CCI', kind: 'chamber' })).initiativeId;
  }, 60_000);

  afterAll(() => web.close());

  let number = 0;
  beforeEach(async () => {
    number += 1;
    shopId = await createShop(web, { slug: `fleurs-${number}` });
    await asShop(shopId, () =>
      web.tenancy.shopTransaction((tx) => tx.query('update shop set initiative_id = $1', [initiativeId])),
    );
    owner = await visitor(web, { email: `patronne${number}@example.fr` }, [ofShop('owner', shopId)]);
    const person = { email: `sophie${number}@example.fr`, name: 'Sophie de la CCI' };
    agent = await visitor(web, person, [agentOf(initiativeId)]);
    desk = `/territoire/aide/${shopId}/accompagnement`;
  });

  const assistanceId = async (): Promise<string> => {
    const sql = 'select assistance_id as id from assistance where shop_id = $1 order by asked_at desc limit 1';
    return (await web.tenancy.publicRead<{ id: string }>(sql, [shopId]))[0]!.id;
  };
  const ask = async (): Promise<string> => {
    expect((await agent.post(desk, { reason: 'ajouter vos produits de Noël' })).status).toBe(303);
    return assistanceId();
  };
  /** The mail to the owner, as the job that was planned writes it. */
  const mailed = async (id: string): Promise<string> => {
    const job = web.app.get(AssistanceMailJobHandler, { strict: false });
    await asShop(shopId, () => job.handle({ shopId, assistanceId: id }));
    return lastMailTo(web.settings, owner.email);
  };

  it('is asked, agreed to in the back office, seen by both, and ended by the shop at once', async () => {
    expect((await agent.get('/produits')).to).toMatch(/^\/boutiques/);
    const id = await ask();
    expect((await owner.get('/produits')).text).toContain('Sophie de la CCI demande à agir pour votre boutique');
    expect((await agent.get('/produits')).to).toMatch(/^\/boutiques/);
    expect((await owner.get('/accompagnement')).text).toContain('ajouter vos produits de Noël');
    expect((await owner.post(`/accompagnement/${id}/accord`)).to).toBe('/accompagnement');
    expect((await agent.post(`${desk}/entree`)).to).toBe('/');
    const seen = await agent.get('/produits');
    expect(seen.status).toBe(200);
    expect(seen.text).toMatch(/Vous agissez pour [^,]+, avec son accord, jusqu’à \d\d:\d\d/);
    expect((await owner.get('/')).text).toContain('Sophie de la CCI agit pour votre boutique');
    expect((await owner.post(`/accompagnement/${id}/fin`)).status).toBe(303);
    expect((await agent.get('/produits')).to).toMatch(/^\/boutiques/);
    expect((await agent.post('/horaires/affluence')).status).toBe(409);
    expect((await owner.get('/')).text).not.toContain('agit pour votre boutique');
  });

  it('is agreed to by the code that the owner reads out, and by no other', async () => {
    const id = await ask();
    const mail = await mailed(id);
    const code = /: (\d{3}) (\d{3})\./
      .exec(mail.replace(/=C2=A0|\u00a0/g, ' '))!
      .slice(1)
      .join(' ');
    const wrong = code.startsWith('000') ? '111 111' : '000 000';
    expect((await agent.post(`${desk}/accord`, { code: wrong })).status).toBe(422);
    const other = await visitor(web, { email: `autre${number}@example.fr` }, [ofRegion('support')]);
    expect((await other.post(`${desk}/accord`, { code })).status).toBe(422);
    expect((await agent.post(`${desk}/accord`, { code })).status).toBe(303);
    await agent.post(`${desk}/entree`);
    expect((await agent.get('/commandes')).status).toBe(200);
    expect((await agent.post(`${desk}/accord`, { code })).status).toBe(422);
    expect(JSON.stringify(await web.tenancy.publicRead('select * from assistance'))).not.toContain(
      code.replace(' ', ''),
    );
  });

  it('cannot be had by guessing', async () => {
    await ask();
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++) statuses.push((await agent.post(`${desk}/accord`, { code: '12345' })).status);
    expect(statuses).toEqual([422, 422, 422, 422, 422, 422, 429]);
  });

  it('ends by itself after an hour', async () => {
    const id = await ask();
    await owner.post(`/accompagnement/${id}/accord`);
    expect((await agent.get('/produits')).status).toBe(200);
    await web.tenancy.publicRead(`update assistance set expires_at = now() - interval '1 second' where shop_id = $1`, [
      shopId,
    ]);
    expect((await agent.get('/produits')).to).toMatch(/^\/boutiques/);
    expect((await agent.post(`${desk}/entree`)).to).toBe(desk);
  });

  it('never reaches the team, the payments or the legal texts, and another shop not at all', async () => {
    const id = await ask();
    await owner.post(`/accompagnement/${id}/accord`);
    for (const url of ['/equipe', '/alertes', '/boutique/paiement'])
      expect([url, (await agent.get(url)).status === 200]).toEqual([url, false]);
    for (const url of [
      '/equipe/invitations',
      '/boutique/mentions-legales',
      '/boutique/conditions',
      '/boutique/ouverture',
    ])
      expect([url, (await agent.post(url, { email: 'x@example.fr', role: 'owner' })).status]).toEqual([url, 403]);
    expect((await agent.post(`/accompagnement/${id}/accord`)).status).toBe(403);
    const theirs = await createShop(web, { slug: `jouets-${number}` });
    const stranger = await visitor(web, { email: `voisine${number}@example.fr` }, [ofShop('owner', theirs)]);
    expect((await stranger.post(`/accompagnement/${id}/fin`)).status).toBe(410);
    expect((await stranger.get('/accompagnement')).text).not.toContain('Sophie');
    expect((await agent.get('/produits')).status).toBe(200);
  });

  it('is of agents of the shop’s own initiative, as long as they are agents', async () => {
    const initiatives = web.app.get(Initiatives, { strict: false });
    const other = await initiatives.save({ slug: `union-${number}`, name: 'Union', kind: 'union' });
    const foreign = await visitor(web, { email: `union${number}@example.fr` }, [agentOf(other.initiativeId)]);
    expect((await foreign.post(desk, { reason: 'regarder' })).status).toBe(404);
    const id = await ask();
    await owner.post(`/accompagnement/${id}/accord`);
    await web.app.get(Memberships, { strict: false }).revoke(agent.personId, agentOf(initiativeId));
    expect((await agent.get('/produits')).status).toBe(403);
  });

  it('is told to the shop deed by deed, and to the journal', async () => {
    const id = await ask();
    await owner.post(`/accompagnement/${id}/accord`);
    await agent.get('/horaires');
    const christmas = { from: '2099-12-25', to: '2099-12-25', weekday: '', kind: 'closed', reason: 'Noël' };
    expect((await agent.post('/horaires/exceptions', christmas)).status).toBe(303);
    const page = (await owner.get('/accompagnement')).text;
    expect(page).toContain('horaires modifiés');
    expect(page).toContain('1 chose faite');
    const { entries } = await web.app.get(AuditLog, { strict: false }).search({ text: id });
    expect(entries.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'POST /horaires/exceptions done',
      'POST /horaires/exceptions asked',
    ]);
    expect((await agent.post('/accompagnement/fin')).to).toBe('/territoire/aide');
    expect((await owner.get('/accompagnement')).text).toContain('Terminé par cette personne.');
  });

  it('can be refused', async () => {
    const id = await ask();
    expect((await owner.post(`/accompagnement/${id}/refus`)).status).toBe(303);
    expect((await owner.post(`/accompagnement/${id}/accord`)).status).toBe(410);
    expect((await agent.get(desk)).text).toContain('La boutique a refusé.');
    await expect(mailed(id)).rejects.toThrow(/No mail/);
  });
});
