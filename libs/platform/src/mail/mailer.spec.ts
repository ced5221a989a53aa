import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { createMailer, type Mail, type Mailer } from './index.js';

const MAIL: Mail = {
  to: 'camille@demo.test',
  from: { name: 'Fleurs Martin, à Loches', address: 'fleurs-martin@demo.test' },
  replyTo: 'bonjour@fleurs-martin.test',
  subject: 'Votre commande est prête : à bientôt — 12,50 €',
  text: 'Votre code : ABCD-EFGH\n.\nÀ bientôt\n',
  html: '<p>Votre code : <b>ABCD-EFGH</b></p>',
  messageId: '<order.42.ready@devanture.test>',
  headers: { 'List-Unsubscribe': '<https://devanture.test/stop>' },
  attachments: [
    { filename: 'créneau.ics', content: Buffer.from('BEGIN:VCALENDAR'), contentType: 'text/calendar; method=PUBLISH' },
  ],
};

let dir: string;
let taken: { raw: Buffer; to: string[] }[];
let greylisted: boolean;
let server: SMTPServer;
let port: number;
const mailers: Mailer[] = [];

const behaviour: SMTPServerOptions = {
  disabledCommands: ['STARTTLS'],
  authOptional: true,
  onAuth: (_auth, _session, done) => done(null, undefined),
  onRcptTo: ({ address }, _session, done) => {
    if (address.startsWith('unknown')) done(Object.assign(new Error(`No ${address} here`), { responseCode: 550 }));
    else if (greylisted) done(Object.assign(new Error('Later'), { responseCode: 451 }));
    else done();
  },
  onData: (stream, session, done) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const raw = Buffer.concat(chunks);
      taken.push({ raw, to: session.envelope.rcptTo.map(({ address }) => address) });
      done(raw.includes('SPAM') ? Object.assign(new Error('Spam'), { responseCode: 554 }) : null);
    });
  },
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mail-'));
  server = await listening(0);
  port = (server.server.address() as AddressInfo).port;
});
beforeEach(() => {
  taken = [];
  greylisted = false;
});
afterAll(async () => {
  await Promise.all(mailers.map((mailer) => mailer.close()));
  await ended(server);
  await rm(dir, { recursive: true, force: true });
});

describe.each(['files', 'smtp'])('a mail by %s', (driver) => {
  it('arrives as it was written, once, with its Message-ID', async () => {
    const mailer = driver === 'smtp' ? smtp() : files('whole');
    await mailer.send(MAIL);
    const [raw, ...more] = driver === 'smtp' ? taken.map((mail) => mail.raw) : await written('whole');
    expect(more).toEqual([]);
    expectWhole(await simpleParser(raw!));
  });
});

describe('files', () => {
  it('sort by time, carry the id, and are never half there', async () => {
    const mailer = files('sorted');
    const ids = Array.from({ length: 20 }, (_, n) => `<n${(n * 7) % 20}/x@devanture.test>`);
    await Promise.all(ids.map((messageId) => mailer.send({ ...MAIL, messageId })));
    const names = await readdir(join(dir, 'sorted'));
    expect(
      names.sort().map((name) => name.replace(/^\d{8}T\d{9}Z-(.*)_x@devanture\.test\.eml$/, '<$1/x@devanture.test>')),
    ).toEqual(ids);
  });

  it('that cannot be written are a reason to try again', async () => {
    await writeFile(join(dir, 'no-folder'), '');
    await expect(files('no-folder').send(MAIL)).rejects.toMatchObject({
      code: 'mail.unavailable',
      details: { reason: 'EEXIST' },
    });
  });
});

describe('SMTP', () => {
  it('reuses its connections for many mails', async () => {
    const mailer = smtp();
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => mailer.send({ ...MAIL, messageId: `<m${n}@devanture.test>` })),
    );
    expect(new Set(taken.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw.toString())![1]!.trim())).size).toBe(30);
  });

  it('tells what is final from what may be better later', async () => {
    const mailer = smtp();
    await expect(mailer.send({ ...MAIL, to: 'unknown@demo.test' })).rejects.toMatchObject({
      code: 'mail.refused',
      details: { answer: 550 },
    });
    await expect(mailer.send({ ...MAIL, text: 'SPAM' })).rejects.toMatchObject({
      code: 'mail.refused',
      details: { answer: 554 },
    });
    greylisted = true;
    await expect(mailer.send(MAIL)).rejects.toMatchObject({ code: 'mail.unavailable', details: { answer: 451 } });
    greylisted = false;
    await mailer.send(MAIL);
  });

  it('says so while the server is down, and works again when it is back, with the same Message-ID', async () => {
    const own = await listening(0);
    const at = (own.server.address() as AddressInfo).port;
    const mailer = smtp(at);
    await mailer.send(MAIL);
    await ended(own);
    const started = Date.now();
    await expect(mailer.send(MAIL)).rejects.toMatchObject({ code: 'mail.unavailable', status: 503 });
    expect(Date.now() - started).toBeLessThan(6000);
    const back = await listening(at);
    await mailer.send(MAIL);
    const ids = await Promise.all(taken.map(async ({ raw }) => (await simpleParser(raw)).messageId));
    expect(ids).toEqual([MAIL.messageId, MAIL.messageId]);
    await ended(back);
  });

  it('treats refused credentials as the operator’s trouble and shows none of them', async () => {
    const strict = new SMTPServer({
      ...behaviour,
      authOptional: false,
      onAuth: (_a, _s, done) => done(new Error('Bad')),
    });
    await new Promise<void>((resolve) => strict.listen(0, '127.0.0.1', resolve));
    const at = (strict.server.address() as AddressInfo).port;
    const mailer = createMailer({ smtpUrl: `smtp://user:hunter2@127.0.0.1:${at}`, dir });
    mailers.push(mailer);
    const error = await mailer.send(MAIL).catch((reason: Error) => reason);
    expect(error).toMatchObject({ code: 'mail.unavailable', details: { reason: 'EAUTH' } });
    expect(String(error)).not.toMatch(/hunter2|camille/);
    await ended(strict);
  });
});

describe('what could be read as another header or address is refused', () => {
  const breaks = ['\r\nBcc: x@evil.test', '\nBcc: x@evil.test', '\rX: y', '\0', '\u2028', '\u0085'];
  const attempts: [string, Partial<Mail>][] = [
    ...breaks.flatMap((evil): [string, Partial<Mail>][] => [
      ['subject', { subject: `Bonjour${evil}` }],
      ['to', { to: `a@b.test${evil}` }],
      ['to', { to: { name: `Camille${evil}`, address: 'a@b.test' } }],
      ['from', { from: { name: `Fleurs${evil}`, address: 'a@b.test' } }],
      ['replyTo', { replyTo: { name: `Fleurs${evil}`, address: 'a@b.test' } }],
      ['messageId', { messageId: `<a@b.test>${evil}` }],
      ['headers', { headers: { 'X-Shop': `x${evil}` } }],
      ['headers', { headers: { [`X${evil}`]: 'x' } }],
      ['attachments', { attachments: [{ filename: `a${evil}`, content: Buffer.from(''), contentType: 'text/plain' }] }],
      ['attachments', { attachments: [{ filename: 'a', content: Buffer.from(''), contentType: `text/plain${evil}` }] }],
    ]),
    ['to', { to: 'a@b.test, x@evil.test' }],
    ['to', { to: 'a@b.test;x@evil.test' }],
    ['to', { to: 'A <a@b.test>, B <b@b.test>' }],
    ['to', { to: 'x@evil.test <a@b.test>' }],
    ['to', { to: 'A <a@b.test,b@b.test>' }],
    ['to', { to: 'A\r\nBcc: <a@b.test>' }],
    ['to', { to: { name: '', address: 'a@b.test,x@evil.test' } }],
    ['to', { to: '' }],
    ['to', { to: 'nobody' }],
    ['from', { from: 'a@@b.test' }],
    ['headers', { headers: { Bcc: 'x@evil.test' } }],
    ['headers', { headers: { 'Content-Type': 'text/html' } }],
    ['headers', { headers: { 'message-id': '<x@y.z>' } }],
    ['messageId', { messageId: 'no-brackets@b.test' }],
    ['messageId', { messageId: '<../../etc/x>' }],
  ];

  it(`${attempts.length} times, and nothing is sent or written`, async () => {
    const all = [smtp(), files('refused')];
    for (const [field, change] of attempts) {
      for (const mailer of all) {
        await expect(mailer.send({ ...MAIL, ...change })).rejects.toMatchObject({
          code: 'mail.refused',
          details: { field },
        });
      }
    }
    expect(taken).toEqual([]);
    await expect(readdir(join(dir, 'refused'))).rejects.toThrow('ENOENT');
  });

  it('while one name and address in a setting are read', async () => {
    await smtp().send({ ...MAIL, from: 'Devanture <ne-pas-repondre@localhost>' });
    const { from } = await simpleParser(taken[0]!.raw);
    expect(from!.value).toEqual([{ name: 'Devanture', address: 'ne-pas-repondre@localhost' }]);
  });

  it('while a name with commas, quotes and brackets is only a name', async () => {
    await smtp().send({ ...MAIL, to: { name: 'Anne "x" <x@evil.test>, b@evil.test', address: 'anne@demo.test' } });
    expect(taken.map(({ to }) => to)).toEqual([['anne@demo.test']]);
    const { to } = await simpleParser(taken[0]!.raw);
    expect((to as AddressObject).value.map(({ address }) => address)).toEqual(['anne@demo.test']);
  });
});

function expectWhole(mail: ParsedMail): void {
  expect((mail.to as AddressObject).value).toEqual([{ name: '', address: 'camille@demo.test' }]);
  expect(mail.from!.value).toEqual([{ name: 'Fleurs Martin, à Loches', address: 'fleurs-martin@demo.test' }]);
  expect(mail.replyTo!.value[0]!.address).toBe('bonjour@fleurs-martin.test');
  expect([mail.subject, mail.messageId, mail.text, mail.html]).toEqual([
    MAIL.subject,
    MAIL.messageId,
    MAIL.text,
    MAIL.html,
  ]);
  expect(mail.headerLines.find(({ key }) => key === 'list-unsubscribe')!.line).toContain(
    '<https://devanture.test/stop>',
  );
  expect(mail.attachments.map((part) => [part.filename, part.content.toString()])).toEqual([
    ['créneau.ics', 'BEGIN:VCALENDAR'],
  ]);
}

function smtp(at = port): Mailer {
  const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${at}`, dir });
  mailers.push(mailer);
  return mailer;
}

function files(folder: string): Mailer {
  const mailer = createMailer({ dir: join(dir, folder) });
  mailers.push(mailer);
  return mailer;
}

async function written(folder: string): Promise<Buffer[]> {
  const names = await readdir(join(dir, folder));
  return Promise.all(names.map((name) => readFile(join(dir, folder, name))));
}

async function listening(at: number): Promise<SMTPServer> {
  const made = new SMTPServer({ ...behaviour, closeTimeout: 100 });
  await new Promise<void>((resolve) => made.listen(at, '127.0.0.1', resolve));
  return made;
}

async function ended(which: SMTPServer): Promise<void> {
  await new Promise<void>((resolve) => which.close(() => resolve()));
}
