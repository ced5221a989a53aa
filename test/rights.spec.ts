import { type ExecutionContext, Module, type NestInterceptor } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { NEVER, type Observable } from 'rxjs';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ApiTokens, Memberships, People, Sessions } from '#libs/accounts';
import { Initiatives } from '#libs/imports';
import { newId } from '#libs/kernel';
import { projectRoot } from '#libs/platform';
import type { Reply } from '../apps/web/src/http/site-request.js';
import { createShop } from './support/order-shop.js';
import { type TestWeb, testWeb } from './support/web.js';
import { pathOf, type WebRoute, webRoutes } from './support/web-routes.js';

const TABLE = path.join(projectRoot, 'test/rights/role-routes.csv');
const ROLES = [
  'visitor',
  'owner',
  'staff',
  'initiative_agent',
  'support',
  'auditor',
  'region_admin',
  'assistant',
] as const;
type Role = (typeof ROLES)[number];

const PORTAL = 'devanture.localhost:8080';
const HOSTS = {
  '@portal': PORTAL,
  '@gestion': `gestion.${PORTAL}`,
  '@shop': `fleurs-martin.${PORTAL}`,
  '@any': PORTAL,
};
const LET_IN = `
  insert into assistance (assistance_id, shop_id, agent_id, agent_name, reason, agreed_at, agreed_how, expires_at)
  values (gen_random_uuid(), $1, $2, 'Agente', 'aider', now(), 'office', now() + interval '1 hour')`;
/** Said in place of every handler: whoever hears it has passed the door, and nothing was done. */
const PASSED = 299;

class StopAtTheHandler implements NestInterceptor {
  intercept(context: ExecutionContext): Observable<never> {
    void context.switchToHttp().getResponse<Reply>().code(PASSED).send('');
    return NEVER;
  }
}

@Module({ providers: [{ provide: APP_INTERCEPTOR, useClass: StopAtTheHandler }] })
class StoppedModule {}

/** Who comes through which door, asked of the running application, against the table that is committed (UPDATE_RIGHTS=1 writes it). */
describe('role x route', () => {
  let web: TestWeb;
  let routes: WebRoute[];
  const headers = new Map<Role, Record<string, string>>();
  let asked = 0;

  beforeAll(async () => {
    web = await testWeb({}, [], [StoppedModule]);
    routes = webRoutes(web.app);
    const shopId = await createShop(web, { slug: 'fleurs-martin' });
    const initiatives = web.app.get(Initiatives, { strict: false });
    const { initiativeId } = await initiatives.save({ slug: 'cci', name: 'CCI', kind: 'chamber' });
    headers.set('visitor', {});
    for (const role of ROLES.slice(1) as Exclude<Role, 'visitor'>[]) {
      const { personId } = await web.app.get(People, { strict: false }).ensure({ email: `${role}@example.fr` });
      const ofShop = role === 'owner' || role === 'staff';
      const right = {
        // Who acts for a shop with its consent is somebody of the desk.
        role: role === 'assistant' ? 'support' : role,
        shopId: ofShop ? shopId : null,
        initiativeId: role === 'initiative_agent' ? initiativeId : null,
      };
      await web.app.get(Memberships, { strict: false }).grant(personId, right);
      if (role === 'assistant') await web.tenancy.publicRead(LET_IN, [shopId, personId]);
      const session = await web.app.get(Sessions, { strict: false }).open(personId, { isProved: true });
      const token = await web.app
        .get(ApiTokens, { strict: false })
        .create(personId, { label: 'x', shopId: right.shopId });
      headers.set(role, { cookie: `__Host-session=${session}`, authorization: `Bearer ${token}` });
    }
  }, 60_000);

  afterAll(() => web.close());

  async function admits(route: WebRoute, role: Role): Promise<boolean> {
    const host = HOSTS[route.audience];
    const params = Object.fromEntries(
      route.params.map((name) => [name, name === route.shopParam ? 'fleurs-martin' : name === '*' ? 'x.css' : newId()]),
    );
    const isApi = route.path.startsWith('/api/');
    const { cookie, authorization } = headers.get(role)!;
    const answer = await web.app.inject({
      method: route.method,
      url: pathOf(route, params),
      // Everybody has an address of their own: the brakes on one address are another spec's.
      remoteAddress: `10.${(asked >> 16) & 255}.${(asked >> 8) & 255}.${asked++ & 255}`,
      headers: {
        host,
        origin: `http://${host}`,
        ...(isApi ? authorization && { authorization } : cookie && { cookie }),
      },
    });
    return answer.statusCode === PASSED;
  }

  it('is as the committed table says', async () => {
    const lines = [['route', 'policy', ...ROLES].join(';')];
    for (const route of [...routes].sort((a, b) => (a.title < b.title ? -1 : 1))) {
      const cells: string[] = [];
      for (const role of ROLES) cells.push((await admits(route, role)) ? 'yes' : 'no');
      lines.push([route.title, route.policy, ...cells].join(';'));
    }
    const table = `${lines.join('\n')}\n`;
    if (process.env['UPDATE_RIGHTS'] === '1') writeFileSync(TABLE, table);
    expect(table).toBe(readFileSync(TABLE, 'utf8'));
    expect(lines.length).toBeGreaterThan(300);
  }, 240_000);

  it('lets an auditor read what is read, and change nothing', () => {
    const rows = readFileSync(TABLE, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(';'));
    const territory = rows.filter(([, policy]) =>
      /initiative_agent|help_desk|region_admin|audit|api_territory|api_region/.test(policy!),
    );
    const column = 2 + ROLES.indexOf('auditor');
    expect(territory.length).toBeGreaterThan(60);
    for (const row of territory)
      expect([row[0], row[column]]).toEqual([row[0], row[0]!.startsWith('GET ') ? 'yes' : 'no']);
    const support = territory.filter((row) => row[2 + ROLES.indexOf('support')] === 'yes').map(([route]) => route);
    expect(support).toEqual([
      'GET @gestion/territoire',
      'GET @gestion/territoire/aide',
      'GET @gestion/territoire/aide/:shopId/accompagnement',
      'POST @gestion/territoire/aide/:shopId/accompagnement',
      'POST @gestion/territoire/aide/:shopId/accompagnement/accord',
      'POST @gestion/territoire/aide/:shopId/accompagnement/entree',
      'POST @gestion/territoire/aide/:shopId/invitation',
    ]);
  });

  it('keeps team, money, look and legal texts from whoever acts for a shop', () => {
    const rows = readFileSync(TABLE, 'utf8').split('\n').slice(1);
    const ofShop = rows.map((line) => line.split(';')).filter(([, policy]) => policy?.startsWith('shop_'));
    const column = 2 + ROLES.indexOf('assistant');
    expect(ofShop.length).toBeGreaterThan(80);
    for (const row of ofShop) expect([row[0], row[column]]).toEqual([row[0], row[1] === 'shop_member' ? 'yes' : 'no']);
  });
});
