import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { newId } from '#libs/kernel';
import { loadSettings, PlatformModule } from '#libs/platform';
import { Tenancy, TenancyModule } from '#libs/tenancy';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { AuditLog, AuditModule, type Deed } from './index.js';

const WRITERS = 40;

describe('the audit log', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let log: AuditLog;
  let admin: pg.Client;

  const deed = (more: Partial<Deed> = {}): Deed => ({
    personId: null,
    role: 'console',
    action: 'POST /territoire/arretes',
    subject: { closureId: newId() },
    requestId: newId(),
    outcome: 'done',
    ...more,
  });

  beforeAll(async () => {
    database = await testDatabase();
    const settings = loadSettings({ DATABASE_URL: database.adminUrl, APP_SECRET: 'a secret of the test' });
    module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(settings), TenancyModule, AuditModule],
    }).compile();
    await module.init();
    log = module.get(AuditLog);
    admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
  }, 60_000);

  afterAll(async () => {
    await admin.end();
    await module.close();
    await database.drop();
  });

  it('is one chain, whoever writes at the same time', async () => {
    const numbers = await Promise.all(Array.from({ length: WRITERS }, () => log.append(deed())));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: WRITERS }, (_, i) => i + 1));
    expect(await log.verify()).toMatchObject({ entries: WRITERS, broken: null });
  });

  it('finds by person, action, id and day, and says nothing that was typed', async () => {
    const personId = newId();
    const id = newId();
    await admin.query(`insert into person (person_id, email, name) values ($1, 'ana@example.fr', 'Ana Brun')`, [
      personId,
    ]);
    await log.append(deed({ personId, role: 'region_admin', action: 'POST /territoire/essai', subject: { id } }));
    for (const text of ['brun', 'ESSAI', id, 'ana@'])
      expect((await log.search({ text })).entries.map(({ person }) => person)).toEqual(['Ana Brun']);
    await log.append(deed({ action: 'POST /territoire/nom', subject: { personId, gone: newId() } }));
    const [named] = (await log.search({ text: 'ana brun' })).entries;
    expect([named?.action, named?.names]).toEqual(['POST /territoire/nom', { personId: 'Ana Brun' }]);
    expect(await log.search({ until: '2020-01-01' })).toEqual({ total: 0, entries: [] });
    expect(await log.search({ perPage: 10, page: 2 })).toMatchObject({ total: WRITERS + 2 });
  });

  it('takes no change from the application, nor from who owns the tables', async () => {
    const tenancy = module.get(Tenancy);
    for (const sql of [`update audit_entry set role = 'x'`, 'delete from audit_entry', 'truncate audit_entry']) {
      await expect(tenancy.regionTransaction((tx) => tx.query(sql))).rejects.toThrow('permission denied');
      await expect(admin.query(sql)).rejects.toThrow('append-only');
    }
    expect(await tenancy.publicRead('select number from audit_entry').catch(String)).toContain('permission denied');
  });

  it.each([
    ['changed', `update audit_entry set role = 'auditor' where number = 7`, 7],
    ['taken out', 'delete from audit_entry where number = 12', 13],
    [
      'written anew with its hash',
      `update audit_entry e set role = 'x', hash = audit_hash((select (a.number, a.at, a.person_id, 'x', a.action, a.subject, a.request_id, a.outcome, a.previous, a.hash)::audit_entry from audit_entry a where a.number = 20)) where number = 20`,
      21,
    ],
  ])('tells which row was %s', async (_what, sql, broken) => {
    await admin.query(
      'create table kept as select * from audit_entry; alter table audit_entry disable trigger audit_entry_stays',
    );
    await admin.query(sql);
    const check = await log.verify();
    const recent = await log.verify(36);
    await admin.query('delete from audit_entry; insert into audit_entry select * from kept; drop table kept');
    await admin.query('alter table audit_entry enable trigger audit_entry_stays');
    expect(check.broken).toBe(broken);
    expect(recent.broken).toBe(broken);
    expect((await log.verify()).broken).toBeNull();
  });
});
