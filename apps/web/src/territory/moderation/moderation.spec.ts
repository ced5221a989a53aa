import {
  CloseReportJobHandler,
  Decisions,
  DecisionMailJobHandler,
  ReporterMailJobHandler,
  Reports,
} from '#libs/moderation';
import { Founding } from '#libs/shops';
import { asShop } from '#libs/tenancy';
import { lastMailTo } from '../../../../../test/support/mails.js';
import { createShop, createVariant } from '../../../../../test/support/order-shop.js';
import { ofRegion, ofShop, type Visitor, visitor } from '../../../../../test/support/visitor.js';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

const FACTS = 'Le flacon n’a ni étiquette ni composition.';
const STATEMENT = { ground: 'illegal', basis: 'Règlement (CE) 1223/2009, article 19', facts: FACTS };

describe('moderation', () => {
  let web: TestWeb;
  let shopId: string;
  let slug: string;
  let admin: Visitor;
  let colleague: Visitor;
  let owner: Visitor;
  let number = 0;

  beforeAll(async () => {
    web = await testWeb();
    admin = await visitor(web, { email: 'region@example.fr' }, [ofRegion('region_admin')]);
    colleague = await visitor(web, { email: 'collegue@example.fr' }, [ofRegion('region_admin')]);
  }, 60_000);

  afterAll(() => web.close());

  beforeEach(async () => {
    number += 1;
    slug = `savons-${number}`;
    shopId = await createShop(web, { slug });
    await createVariant(web, shopId, { name: `Savon ${number}` });
    owner = await visitor(web, { email: `patronne${number}@example.fr` }, [ofShop('owner', shopId)]);
  });

  const handle = async (): Promise<string> => {
    const sql = 'select handle from product limit 1';
    return (await asShop(shopId, () => web.tenancy.shopRead<{ handle: string }>(sql)))[0]!.handle;
  };
  const onShop = async (path: string, referer?: string) => {
    const host = `${slug}.devanture.localhost:8080`;
    return web.app.inject({ method: 'GET', url: path, headers: { host, ...(referer && { referer }) } });
  };
  const report = async (form: Record<string, string>, query?: string) => {
    const host = 'devanture.localhost:8080';
    const url = `/signalement?boutique=${slug}${query ?? `&produit=${await handle()}`}`;
    const type = 'application/x-www-form-urlencoded';
    const headers = { host, origin: `http://${host}`, 'content-type': type };
    const payload = new URLSearchParams(form).toString();
    return web.app.inject({ method: 'POST', url, headers, payload, remoteAddress: `10.0.0.${number}` });
  };
  const GOOD = { kind: 'dangerous', explanation: 'Aucune étiquette sur ce savon.', sincere: '1' };
  const reportId = async () => (await web.app.get(Reports).list(true, 1, 100)).reports.at(-1)!.reportId;
  const decisionId = async () => (await web.app.get(Decisions).list('standing', 1, 1)).decisions[0]!.decisionId;
  const takenDown = async (what: 'product' | 'shop' = 'product'): Promise<string> => {
    expect((await report({ ...GOOD, email: `temoin${number}@example.fr` })).statusCode).toBe(303);
    const url = `/territoire/moderation/signalements/${await reportId()}/retrait`;
    expect((await admin.post(url, { ...STATEMENT, what })).status).toBe(303);
    return decisionId();
  };

  it('goes from a product’s page to the form, which knows what was looked at', async () => {
    const path = `/produits/${await handle()}`;
    expect((await onShop(path)).body).toContain('href="/signaler"');
    const to = (await onShop('/signaler', `http://${slug}.devanture.localhost:8080${path}`)).headers.location!;
    expect(to).toBe(`http://devanture.localhost:8080/signalement?boutique=${slug}&produit=${await handle()}`);
    const { pathname, search } = new URL(to);
    const form = await web.app.inject({
      method: 'GET',
      url: pathname + search,
      headers: { host: 'devanture.localhost:8080' },
    });
    expect(form.body).toContain(`Savon ${number}`);
    expect((await onShop('/signaler', 'https://ailleurs.example/produits/autre')).statusCode).toBe(303);
  });

  it('says what is missing in a report, and keeps what was typed', async () => {
    const refused = await report({ kind: 'illegal', explanation: 'court' });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('dix lettres au moins');
    expect(refused.body).toContain('Cochez la case');
    expect(refused.body).toContain('court');
    expect((await report({ ...GOOD, email: 'pas une adresse' })).statusCode).toBe(422);
    expect((await report(GOOD, '&produit=inconnu')).statusCode).toBe(404);
  });

  it('takes a product down with its reasons: nobody sees it, nothing publishes it, owner and witness are told', async () => {
    const path = `/produits/${await handle()}`;
    expect((await onShop(path)).statusCode).toBe(200);
    const id = await takenDown();
    expect((await onShop(path)).statusCode).toBe(404);
    await asShop(shopId, () =>
      web.tenancy.shopTransaction((tx) => tx.query('update product set published = true where shop_id = $1', [shopId])),
    );
    expect((await onShop(path)).statusCode).toBe(404);
    expect((await owner.get('/')).text).toContain('La région a mis hors ligne une partie de votre boutique');
    const page = (await owner.get('/moderation')).text;
    for (const said of [FACTS, STATEMENT.basis, 'Décidé le', 'organe de règlement extrajudiciaire'])
      expect(page).toContain(said);
    await asShop(shopId, () =>
      web.app.get(DecisionMailJobHandler).handle({ shopId, decisionId: id, about: 'decided' }),
    );
    const mail = await lastMailTo(web.settings, owner.email);
    for (const said of ['1223/2009', '/moderation', 'recours']) expect(mail).toContain(said);
    const { reportId: from } = await web.app.get(Decisions).find(id);
    await web.app.get(ReporterMailJobHandler).handle({ shopId: null, reportId: from!, about: 'decision' });
    expect(await lastMailTo(web.settings, `temoin${number}@example.fr`)).toContain('nous avons retir');
    expect(
      (
        await admin.post(`/territoire/moderation/signalements/${from}/classement`, {
          reasons: 'trop tard, déjà décidé',
        })
      ).status,
    ).toBe(409);
  });

  it('hears an appeal once, by somebody else, and gives back what was taken', async () => {
    const path = `/produits/${await handle()}`;
    const id = await takenDown();
    const appeal = `/moderation/${id}/recours`;
    expect((await owner.post(appeal, { appeal: 'non' })).status).toBe(422);
    expect((await owner.post(appeal, { appeal: 'L’étiquette est au dos, voyez la photo.' })).status).toBe(303);
    expect((await owner.post(appeal, { appeal: 'Une seconde fois, pour voir.' })).status).toBe(409);
    const answer = `/territoire/moderation/retraits/${id}/recours`;
    const form = { outcome: 'reversed', reasons: 'La photo le montre bien.' };
    expect((await admin.get(`/territoire/moderation/retraits/${id}`)).text).toContain(
      'une autre personne répond au recours',
    );
    expect((await admin.post(answer, form)).status).toBe(403);
    expect((await colleague.post(answer, form)).status).toBe(303);
    expect((await onShop(path)).statusCode).toBe(200);
    expect((await owner.get('/moderation')).text).toContain('Vous aviez raison');
    expect((await owner.get('/')).text).not.toContain('mis hors ligne');
    expect((await colleague.post(answer, form)).status).toBe(409);
  });

  it('suspends a whole shop and brings it back in the state it had', async () => {
    const id = await takenDown('shop');
    expect((await onShop('/')).statusCode).toBe(403);
    expect((await owner.post('/boutique/ouverture')).status).toBeGreaterThanOrEqual(400);
    expect((await owner.post('/boutique/pause', { reason: '' })).status).toBeGreaterThanOrEqual(400);
    expect((await onShop('/')).statusCode).toBe(403);
    expect((await admin.post(`/territoire/moderation/retraits/${id}/fin`)).status).toBe(303);
    expect((await onShop('/')).statusCode).toBe(200);
    expect((await admin.post(`/territoire/moderation/retraits/${id}/fin`)).status).toBe(409);
  });

  it('does not take the same thing down twice, and dismisses with reasons', async () => {
    await takenDown();
    await report(GOOD, '');
    const url = `/territoire/moderation/signalements/${await reportId()}`;
    expect((await admin.post(`${url}/classement`, { reasons: '' })).status).toBe(422);
    expect((await admin.post(`${url}/classement`, { reasons: 'Rien de contraire aux règles.' })).status).toBe(303);
    expect((await admin.get('/territoire/moderation')).text).toContain('Aucun signalement n’attend.');
  });

  it('lets whoever reported follow it by the mail’s link, and contest a dismissal once, before somebody else', async () => {
    const witness = `temoin${number}@example.fr`;
    await report({ ...GOOD, email: witness });
    const id = await reportId();
    const mail = async (about: 'receipt' | 'decision') => {
      await web.app.get(ReporterMailJobHandler).handle({ shopId: null, reportId: id, about });
      return lastMailTo(web.settings, witness);
    };
    const link = /http:\/\/devanture\.localhost:8080(\/signalement\/suivi\/[\w.-]+)/.exec(await mail('receipt'))![1]!;
    const follow = async (complaint?: string, url = link) => {
      const host = 'devanture.localhost:8080';
      const headers = { host, origin: `http://${host}`, 'content-type': 'application/x-www-form-urlencoded' };
      const payload = complaint === undefined ? undefined : new URLSearchParams({ complaint }).toString();
      return web.app.inject({
        method: payload === undefined ? 'GET' : 'POST',
        url,
        headers,
        ...(payload !== undefined && { payload }),
      });
    };
    expect((await follow()).body).toContain('Une personne va l’examiner');
    expect((await follow('Trop tôt, rien n’est décidé.')).statusCode).toBe(409);
    const forged = link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect([
      (await follow(undefined, forged)).statusCode,
      (await follow('Je conteste pour un autre.', forged)).statusCode,
    ]).toEqual([404, 404]);
    expect((await follow(undefined, link.replace(/.$/, '%C3%A9'))).statusCode).toBe(404);
    const desk = `/territoire/moderation/signalements/${id}`;
    expect((await admin.post(`${desk}/classement`, { reasons: 'L’étiquette est sur la photo.' })).status).toBe(303);
    expect(await mail('decision')).toContain('une autre personne');
    expect((await follow()).body).toContain('L’étiquette est sur la photo.');
    expect((await follow('non')).statusCode).toBe(422);
    expect((await follow('Cette photo montre un autre savon.')).statusCode).toBe(303);
    expect((await follow('Et encore une fois, pour voir.')).statusCode).toBe(409);
    expect(await mail('decision')).not.toContain('a examin=C3=A9 votre recours');
    expect((await admin.get('/territoire/moderation')).text).toContain('Contesté le');
    expect((await admin.get(desk)).text).toContain('une autre personne l’examine à nouveau');
    expect((await admin.post(`${desk}/classement`, { reasons: 'Toujours la même raison.' })).status).toBe(403);
    expect((await admin.post(`${desk}/retrait`, { ...STATEMENT, what: 'product' })).status).toBe(403);
    expect((await onShop(`/produits/${await handle()}`)).statusCode).toBe(200);
    expect((await colleague.get(desk)).text).toContain('Cette photo montre un autre savon.');
    expect((await colleague.post(`${desk}/retrait`, { ...STATEMENT, what: 'product' })).status).toBe(303);
    expect(await mail('decision')).toContain('Une autre personne a examin');
    expect((await follow()).body).toContain('ce contenu a été retiré');
    expect((await web.app.get(Decisions).counts()).contested).toBe(1);
  });

  it('refuses in the database that the same person decides twice on a report', async () => {
    await report(GOOD);
    const id = await reportId();
    await web.app.get(Reports).close(id, admin.personId, { outcome: 'dismissed', reasons: 'Rien de contraire.' });
    await web.app.get(Reports).complain(id, { complaint: 'Regardez mieux, je vous prie.' });
    const again = web.tenancy.regionTransaction((tx) =>
      tx.query(
        `update content_report set outcome = 'dismissed', decided_at = now(), decided_by = $2 where report_id = $1`,
        [id, admin.personId],
      ),
    );
    await expect(again).rejects.toThrow('check constraint');
    await web.app.get(Reports).close(id, colleague.personId, { outcome: 'dismissed', reasons: 'Rien, décidément.' });
    await expect(web.app.get(Reports).complain(id, { complaint: 'Une seconde fois, non.' })).rejects.toMatchObject({
      status: 409,
    });
  });

  it('closes the report with the take-down, killed in between or not, and acts on no report that was decided', async () => {
    await report(GOOD);
    const id = await reportId();
    const { shopId: shop, productId } = await web.app.get(Reports).find(id);
    const by = admin.personId;
    const statement = { ...STATEMENT, ground: 'illegal' } as const;
    await web.app.get(Decisions).takeDown({ shopId: shop, productId }, statement, { reportId: id, by });
    expect((await web.app.get(Reports).find(id)).outcome).toBeNull();
    const job = { shopId: null, reportId: id, by, reasons: FACTS };
    for (let run = 0; run < 2; run++) await web.app.get(CloseReportJobHandler).handle(job);
    expect((await web.app.get(Reports).find(id)).outcome).toBe('acted');
    const again = `/territoire/moderation/signalements/${id}/retrait`;
    expect((await admin.post(again, { ...STATEMENT, what: 'shop' })).status).toBe(409);
    expect((await onShop('/')).statusCode).toBe(200);
  });

  it('is one shop’s alone: another owner reads and appeals nothing of it', async () => {
    const id = await takenDown();
    const other = await createShop(web, { slug: `voisine-${number}` });
    const stranger = await visitor(web, { email: `voisine${number}@example.fr` }, [ofShop('owner', other)]);
    expect((await stranger.get('/moderation')).text).toContain('Rien n’a été retiré');
    expect((await stranger.post(`/moderation/${id}/recours`, { appeal: 'Ce n’est pas à moi.' })).status).toBe(409);
    expect((await web.app.get(Decisions).find(id)).appealedAt).toBeNull();
  });

  it('forgets who reported six months after the decision', async () => {
    await takenDown();
    await web.tenancy.regionTransaction((tx) =>
      tx.query(`update content_report set decided_at = now() - interval '7 months' where shop_id = $1`, [shopId]),
    );
    await web.app.get(Reports).sweep();
    const [row] = await web.tenancy.regionTransaction((tx) =>
      tx.query<{ email: string | null }[]>('select reporter_email as email from content_report where shop_id = $1', [
        shopId,
      ]),
    );
    expect(row!.email).toBeNull();
  });

  it('counts for everybody what the rows say', async () => {
    const counts = await web.app.get(Decisions).counts();
    const [sql] = await web.tenancy.regionTransaction((tx) =>
      tx.query<Record<string, number>[]>(
        `select count(*)::int as reports, count(*) filter (where outcome = 'acted')::int as acted from content_report`,
      ),
    );
    expect(counts.reports.reduce((sum, { count }) => sum + count, 0)).toBe(sql!['reports']);
    expect(counts.acted).toBe(sql!['acted']);
    const page = await web.app.inject({
      method: 'GET',
      url: '/transparence',
      headers: { host: 'devanture.localhost:8080' },
    });
    expect(page.body).toContain('Signalements reçus');
  });

  it('keeps names that the region reserves', async () => {
    const founding = web.app.get(Founding, { strict: false });
    expect(await founding.freeSlug({ name: 'Mairie de Loches', communeInsee: '37132' })).toBe('mairie-de-loches');
    expect((await admin.post('/territoire/noms', { name: 'Mairie de Loches', reason: 'la mairie' })).status).toBe(422);
    expect((await admin.post('/territoire/noms', { name: 'mairie-de-loches', reason: 'la mairie' })).status).toBe(303);
    expect(await founding.freeSlug({ name: 'Mairie de Loches', communeInsee: '37132' })).not.toBe('mairie-de-loches');
    expect((await admin.get('/territoire/noms')).text).toContain('mairie-de-loches');
    expect((await admin.post('/territoire/noms/mairie-de-loches/fin')).status).toBe(303);
    expect(await founding.freeSlug({ name: 'Mairie de Loches', communeInsee: '37132' })).toBe('mairie-de-loches');
  });
});
