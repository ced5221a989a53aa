import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiTokens, Memberships, People, Sessions } from '#libs/accounts';
import { Initiatives, MerchantImports } from '#libs/imports';
import { InvitationMailJob } from '#libs/invitations';
import { newId } from '#libs/kernel';
import { siretOf } from '../../../../test/support/sirets.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

const HOST = 'gestion.devanture.localhost';
const HEADER = 'siret;enseigne1Etablissement;activitePrincipaleEtablissement;codeCommuneEtablissement';

describe('imports of a territory', () => {
  let web: TestWeb;
  let folder: string;
  let cci: string;
  let agent: string;
  let stranger: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'territory-spec-'));
    web = await testWeb({ DATA_DIR: folder });
    cci = (await web.app.get(Initiatives, { strict: false }).save({ slug: 'cci', name: 'CCI', kind: 'chamber' }))
      .initiativeId;
    const union = await web.app
      .get(Initiatives, { strict: false })
      .save({ slug: 'uc-loches', name: 'UC', kind: 'union' });
    agent = await signIn('cci@demo.test', cci);
    stranger = await signIn('uc@demo.test', union.initiativeId);
  }, 60_000);

  afterAll(async () => {
    await web.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function signIn(email: string, initiativeId: string): Promise<string> {
    const { personId } = await web.app.get(People, { strict: false }).ensure({ email });
    const right = { role: 'initiative_agent', shopId: null, initiativeId } as const;
    await web.app.get(Memberships, { strict: false }).grant(personId, right);
    return web.app.get(Sessions, { strict: false }).open(personId, { isProved: true });
  }

  const call = (method: 'GET' | 'POST', url: string, session = agent, more: { payload?: string; type?: string } = {}) =>
    web.app.inject({
      method,
      url,
      ...(more.payload !== undefined && { payload: more.payload }),
      headers: {
        host: HOST,
        origin: `http://${HOST}`,
        cookie: `__Host-session=${session}`,
        ...(more.type !== undefined && { 'content-type': more.type }),
      },
    });

  function send(file: { name: string; text: string }, initiative = cci, session = agent) {
    const part = (head: string, body: string): string =>
      `--cut\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
    const payload =
      part('name="initiative"', initiative) + part(`name="file"; filename="${file.name}"`, file.text) + '--cut--\r\n';
    return call('POST', '/territoire/imports', session, { payload, type: 'multipart/form-data; boundary=cut' });
  }

  const work = (importId: string) => web.app.get(MerchantImports, { strict: false }).run(importId);
  const idOf = (location: unknown): string => String(location).split('/').at(-1) ?? '';

  it('go from the form through the check to shops, letters and a report', async () => {
    expect((await call('GET', '/territoire')).body).toContain('Aucune boutique pour l’instant');
    expect((await call('GET', '/territoire/imports/nouveau')).body).toContain('Au nom de quelle initiative');
    const lines = [
      `${siretOf(1)};BIJOUX "NADIA";47.77Z;37132`,
      `${siretOf(2)};LA ROSE;47.76Z;37132`,
      `${siretOf(3)};LOIN;47.76Z;57463`,
    ];
    const sent = await send({ name: 'loches.csv', text: [HEADER, ...lines].join('\n') });
    expect(sent.statusCode).toBe(303);
    const checkId = idOf(sent.headers.location);
    const waiting = await call('GET', `/territoire/imports/${checkId}`);
    expect(waiting.body).toContain('<noscript><meta http-equiv="refresh" content="3"></noscript>');
    expect(waiting.body).toContain(`data-live="/territoire/imports/${checkId}/avancement"`);
    const early = await call('GET', `/territoire/imports/${checkId}/avancement`);
    expect([early.headers['x-ended'], early.body.includes('<html')]).toEqual([undefined, false]);

    await work(checkId);
    expect((await call('GET', `/territoire/imports/${checkId}/avancement`)).headers['x-ended']).toBe('1');
    const checked = (await call('GET', `/territoire/imports/${checkId}`)).body;
    expect(checked).toContain('Commune hors de la région');
    expect(checked).toMatch(/Commune hors de la région \(57463, Grand Est/);
    expect(checked).toContain(`/territoire/imports/${checkId}/carte`);
    const map = (await call('GET', `/territoire/imports/${checkId}/carte`)).body.replace(/[\u00a0\u202f]/g, ' ');
    expect(map).toContain('Boutiques lues : 2. Communes : 1.');
    expect(map).toContain('<title>Loches : 2</title>');
    const applied = await call('POST', `/territoire/imports/${checkId}/application`);
    const importId = idOf(applied.headers.location);
    expect([applied.statusCode, importId === checkId]).toEqual([303, false]);
    expect(idOf((await call('POST', `/territoire/imports/${checkId}/application`)).headers.location)).toBe(importId);
    await work(importId);
    expect((await call('GET', `/territoire/imports/${importId}`)).body).toContain('Voir les boutiques');

    const shops = (await call('GET', '/territoire/boutiques?q=rose')).body;
    expect(shops).toContain('http://la-rose.devanture.localhost:8080');
    const letterUrl = /\/territoire\/boutiques\/[0-9a-f-]{36}\/courrier/.exec(shops)?.[0] ?? '';
    expect((await call('GET', letterUrl)).body).toMatch(/<strong class="claim-code">[0-9A-Z]{5}-[0-9A-Z]{5}<\/strong>/);
    expect((await call('GET', letterUrl, stranger)).statusCode).toBe(404);
    const report = await call('GET', `/territoire/imports/${importId}/rapport.csv`);
    expect(report.headers['content-disposition']).toBe(`attachment; filename="rapport-${importId}.csv"`);
    expect(report.body.split('\r\n')[0]).toBe(`\ufeff${HEADER};Ligne;Motif`);
    expect((await call('GET', '/territoire')).body).toContain('À prendre en main');
  });

  it('say what is wrong with a form, and keep what was chosen', async () => {
    const missing = await call('POST', '/territoire/imports', agent, {
      payload: '--cut\r\nContent-Disposition: form-data; name="initiative"\r\n\r\n' + cci + '\r\n--cut--\r\n',
      type: 'multipart/form-data; boundary=cut',
    });
    expect([missing.statusCode, missing.body.includes('Choisissez un fichier')]).toEqual([422, true]);
    const foreign = await send({ name: 'x.csv', text: HEADER }, cci, stranger);
    expect(foreign.statusCode).toBe(422);
    const picture = await send({ name: 'photo.csv', text: '\u0089PNG\r\n\u001a\n' });
    await work(idOf(picture.headers.location));
    expect((await call('GET', String(picture.headers.location))).body).toContain('Fichier refusé');
  });

  it('answer programs as well, by the token of an agent', async () => {
    const { personId } = await web.app.get(People, { strict: false }).ensure({ email: 'cci@demo.test' });
    const token = await web.app.get(ApiTokens, { strict: false }).create(personId, { label: 'script', shopId: null });
    const api = (method: 'GET' | 'POST', path: string, payload?: string) =>
      web.app.inject({
        method,
        url: `/api/v1/territory/imports${path}`,
        ...(payload !== undefined && { payload }),
        headers: {
          host: 'devanture.localhost',
          authorization: `Bearer ${token}`,
          ...(payload !== undefined && { 'content-type': 'multipart/form-data; boundary=cut' }),
        },
      });
    const part = (head: string, body: string): string =>
      `--cut\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
    const text = [HEADER, `${siretOf(9)};LE COIN;47.76Z;37132`, `${siretOf(9)};LE COIN;47.76Z;37132`].join('\n');
    const sent = await api(
      'POST',
      '',
      `${part('name="initiative"', 'cci')}${part('name="file"; filename="api.csv"', text)}--cut--\r\n`,
    );
    const check = sent.json<{ id: string; state: string; dryRun: boolean }>();
    expect([sent.statusCode, check.state, check.dryRun]).toEqual([201, 'waiting', true]);
    await work(check.id);
    const { id } = (await api('POST', `/${check.id}/application`)).json<{ id: string }>();
    await work(id);
    expect((await api('GET', `/${id}`)).json()).toMatchObject({
      initiative: 'cci',
      state: 'done',
      rows: { done: 2, total: 2 },
      read: 2,
      created: 1,
      refused: 1,
      reasons: { 'imports.duplicate_siret': 1 },
    });
    expect((await api('GET', `/${id}/report`)).body).toContain('est déjà à la ligne 2');
    expect((await api('GET', '')).json<{ imports: { id: string }[] }>().imports[0]?.id).toBe(id);
    expect((await api('GET', `/${newId()}`)).statusCode).toBe(404);
  });

  it('end as invitations, by mail or by letter, each shop once, and as a desk that finds them', async () => {
    const csv = [
      'Enseigne;Adresse;CP;Ville;Courriel;Tél',
      'Au Bon Pain;1 rue Haute;37600;Loches;pain@demo.test;02 47 00 00 21',
      'Le Fil;2 rue Haute;37600;Loches;;02 47 00 00 22',
    ];
    const checked = await send({ name: 'adherents.csv', text: csv.join('\n') });
    await work(idOf(checked.headers.location));
    const applied = await call('POST', `${checked.headers.location as string}/application`);
    await work(idOf(applied.headers.location));
    const form = { type: 'application/x-www-form-urlencoded' };
    const invite = (channel: string, session = agent) =>
      call('POST', '/territoire/invitations', session, { ...form, payload: `channel=${channel}` });
    expect((await call('GET', '/territoire/invitations')).body).toContain('1 boutique a une adresse e-mail');
    expect((await invite('mail', stranger)).statusCode).toBe(409);
    expect([(await invite('mail')).statusCode, (await invite('mail')).statusCode]).toEqual([303, 409]);
    expect((await invite('letter')).statusCode).toBe(303);
    const jobs = await web.tenancy.publicRead<{ payload: { invitedShopId: string; batchId: string } }>(
      `select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'invitations.claim_mail'`,
    );
    expect(jobs).toHaveLength(1);
    await web.app.get(InvitationMailJob, { strict: false }).handle({ shopId: null, ...jobs[0]!.payload });
    const page = (await call('GET', '/territoire/invitations')).body;
    expect(page).toContain('1 parties sur 1');
    const pdfUrl = /\/territoire\/invitations\/[0-9a-f-]{36}\/lettres\.pdf/.exec(page)?.[0] ?? '';
    const pdf = await call('GET', pdfUrl);
    expect([pdf.headers['content-type'], pdf.rawPayload.subarray(0, 5).toString()]).toEqual([
      'application/pdf',
      '%PDF-',
    ]);
    expect((await call('GET', pdfUrl, stranger)).statusCode).toBe(404);

    for (const asked of ['bon pain', 'au-bon-pain', 'pain@demo', '0247000021', '+33 2 47 00 00 21', 'Loches'])
      expect((await call('GET', `/territoire/aide?q=${encodeURIComponent(asked)}`)).body).toContain(
        'Son propriétaire a été invité',
      );
    expect((await call('GET', '/territoire/aide?q=bon+pain', stranger)).body).toContain(
      'Aucune boutique ne correspond',
    );
    const again =
      /\/territoire\/aide\/[0-9a-f-]{36}\/invitation/.exec(
        (await call('GET', '/territoire/aide?q=au-bon-pain')).body,
      )?.[0] ?? '';
    expect([(await call('POST', again, stranger)).statusCode, (await call('POST', again)).statusCode]).toEqual([
      404, 303,
    ]);
  });

  it('are counted, for each agent their own', async () => {
    const page = await call('GET', '/territoire/chiffres?par=commune');
    expect([page.statusCode, page.body.includes('figure-map'), page.body.includes('Loches')]).toEqual([
      200,
      true,
      true,
    ]);
    const csv = (await call('GET', '/territoire/chiffres.csv?par=commune')).body;
    expect(csv).toMatch(/37132;Loches;;\d+;0;0;0;0;0;0/);
    expect((await call('GET', '/territoire/chiffres.csv?par=commune', stranger)).body).not.toContain('Loches');
    expect((await call('POST', '/territoire/chiffres/etablissements')).statusCode).toBe(403);
    const open = await web.app.inject({ url: '/donnees/chiffres.csv', headers: { host: 'devanture.localhost' } });
    expect([open.statusCode, open.body.includes('37132;Loches;0;')]).toEqual([200, true]);
    expect(open.body).not.toContain('montant');
  });

  it('belong to the agents of their initiative', async () => {
    const sent = await send({ name: 'a.csv', text: HEADER });
    const path = String(sent.headers.location);
    for (const page of [path, `${path}/avancement`, `${path}/rapport.csv`]) {
      const unknown = page.replace(idOf(path), newId());
      expect([(await call('GET', page, stranger)).statusCode, (await call('GET', unknown)).statusCode]).toEqual([
        404, 404,
      ]);
    }
    expect((await call('POST', `${path}/application`, stranger)).statusCode).toBe(404);
    expect((await call('POST', `${path}/application`)).statusCode).toBe(409);
    expect((await call('GET', '/territoire/imports', stranger)).body).not.toContain('a.csv');
  });
});
