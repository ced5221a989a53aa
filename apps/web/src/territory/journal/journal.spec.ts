import pg from 'pg';
import { type Membership, Memberships, People, Sessions } from '#libs/accounts';
import { AuditLog } from '#libs/audit';
import { Initiatives } from '#libs/imports';
import { newId } from '#libs/kernel';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

const OFFICE = 'gestion.devanture.localhost:8080';

describe('the journal', () => {
  let web: TestWeb;
  let initiativeId: string;
  const cookies = new Map<string, string>();

  const send = (role: string, method: 'GET' | 'POST', url: string, payload?: string) =>
    web.app.inject({
      method,
      url,
      ...(payload !== undefined && { payload }),
      headers: {
        host: OFFICE,
        cookie: cookies.get(role)!,
        origin: `http://${OFFICE}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
  const entries = async () => (await web.app.get(AuditLog, { strict: false }).search({})).entries;

  beforeAll(async () => {
    web = await testWeb();
    const kind = 'chamber';
    const initiatives = web.app.get(Initiatives, { strict: false });
    initiativeId = (await initiatives.save({ slug: 'cci', name: 'Chambre de métiers', kind })).initiativeId;
    for (const role of ['region_admin', 'initiative_agent', 'auditor', 'support'] as Membership['role'][]) {
      const person = { email: `${role}@example.fr`, name: `Nom de ${role}` };
      const { personId } = await web.app.get(People, { strict: false }).ensure(person);
      const right = { role, shopId: null, initiativeId: role === 'initiative_agent' ? initiativeId : null };
      await web.app.get(Memberships, { strict: false }).grant(personId, right);
      cookies.set(
        role,
        `__Host-session=${await web.app.get(Sessions, { strict: false }).open(personId, { isProved: true })}`,
      );
    }
  }, 60_000);

  afterAll(() => web.close());

  it('holds each deed before it is done and how it ended, and nothing that was typed', async () => {
    const url = `/territoire/initiatives/${initiativeId}/contact`;
    expect((await send('initiative_agent', 'POST', url, 'shown=1&phone=0247001122')).statusCode).toBe(303);
    const [done, asked] = await entries();
    expect([asked, done].map((entry) => entry!.outcome)).toEqual(['asked', 'done']);
    expect(done).toMatchObject({
      person: 'Nom de initiative_agent',
      role: 'initiative_agent',
      action: 'POST /territoire/initiatives/:initiativeId/contact',
      subject: { initiativeId },
      requestId: asked!.requestId,
    });
    expect(JSON.stringify(await entries())).not.toContain('0247001122');
  });

  it('holds what was refused, and no look at a page', async () => {
    const before = (await entries()).length;
    expect((await send('auditor', 'POST', '/territoire/invitations', 'channel=mail')).statusCode).toBe(403);
    expect((await send('initiative_agent', 'POST', `/territoire/arretes/${newId()}/fin`, '')).statusCode).toBe(403);
    expect((await send('auditor', 'GET', '/territoire')).statusCode).toBe(200);
    const since = (await entries()).slice(0, -before);
    expect(since.map(({ outcome, role }) => [outcome, role])).toEqual([
      ['refused', 'initiative_agent'],
      ['refused', 'auditor'],
    ]);
  });

  it('does nothing where it cannot be written', async () => {
    const admin = new pg.Client({ connectionString: web.database.adminUrl });
    await admin.connect();
    await admin.query('begin; lock table audit_entry in access exclusive mode');
    const waiting = send(
      'initiative_agent',
      'POST',
      `/territoire/initiatives/${initiativeId}/contact`,
      'shown=1&task=Fait',
    );
    const first = await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))]);
    const { rows } = await admin.query(`select from initiative_contact where task = 'Fait'`);
    await admin.query('commit');
    await admin.end();
    expect([first, rows.length]).toEqual(['waits', 0]);
    expect((await waiting).statusCode).toBe(303);
  });

  it('is read by who governs and who controls, and by nobody else', async () => {
    const answers = await Promise.all(
      ['region_admin', 'auditor', 'initiative_agent', 'support'].map((role) =>
        send(role, 'GET', '/territoire/journal'),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 403, 403]);
    expect(answers[0]!.body).toContain('Contact d’une initiative changé');
    expect(answers[0]!.body).toContain('La chaîne est entière');
    const found = await send('auditor', 'GET', `/territoire/journal?q=${initiativeId}`);
    expect(found.body).toContain('Nom de initiative_agent');
    expect(found.body).not.toContain(initiativeId.slice(0, 13) + '…');
    const byName = await send('auditor', 'GET', '/territoire/journal?q=métiers');
    expect(byName.body).toContain('Chambre de métiers');
    expect(byName.body).toContain('Nom de initiative_agent');
    const none = await send('auditor', 'GET', '/territoire/journal?au=2020-01-01');
    expect(none.body).toContain('Aucune ligne ne correspond');
    const { headers, body } = await send('auditor', 'GET', '/territoire/journal.csv?q=contact');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(body.trim().split('\r\n').length).toBeGreaterThan(2);
  });

  it('leads who helps to the desk', async () => {
    const { statusCode, headers } = await send('support', 'GET', '/territoire');
    expect([statusCode, headers.location]).toEqual([303, '/territoire/aide']);
    expect((await send('support', 'GET', '/territoire/aide')).statusCode).toBe(200);
    expect((await send('support', 'GET', '/territoire/boutiques')).statusCode).toBe(403);
  });
});
