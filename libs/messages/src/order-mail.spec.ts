import { createServer, type Server } from 'node:http';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { type ParsedMail, simpleParser } from 'mailparser';
import { Clock, newId } from '#libs/kernel';
import { createMailer, type Mailer, MAILER } from '#libs/platform';
import { type OrderDetails, Orders } from '#libs/orders';
import { asShop } from '#libs/tenancy';
import {
  createShop,
  createVariant,
  orderOf,
  type OrderRig,
  orderRig,
  TUESDAY_NINE,
} from '../../../test/support/order-shop.js';
import { freePort } from '../../../test/support/free-port.js';
import { contrast } from '#libs/themes';
import { MessageChoices, type OrderMailJob, SendOrderMail, SendOrderText } from './index.js';

describe('order mails', () => {
  let dir: string;
  let smsPort: number;
  let rig: OrderRig;
  let shopId: string;
  let order: OrderDetails;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    dir = mkdtempSync(join(tmpdir(), 'order-mails-'));
    smsPort = await freePort();
    rig = await orderRig({
      DATA_DIR: dir,
      SMS_URL: `http://127.0.0.1:${smsPort}/messages`,
      SMS_TOKEN: 'jeton',
      SMS_FROM: 'Devanture',
      OUTBOUND_ALLOW: `127.0.0.1:${smsPort}`,
    });
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await rig.close();
    rmSync(dir, { recursive: true });
  });

  beforeEach(async () => {
    rmSync(join(dir, 'mail'), { recursive: true, force: true });
    shopId = await createShop(rig);
    const roses = await createVariant(rig, shopId, { name: 'Roses <rouges> & blanches' });
    order = (await asShop(shopId, () => rig.module.get(Orders).place(orderOf([roses]), newId()))).order;
  });

  const job = (kind: OrderMailJob['kind']): OrderMailJob => ({ shopId, orderId: order.orderId, kind });
  const send = (kind: OrderMailJob['kind']) => asShop(shopId, () => rig.module.get(SendOrderMail).handle(job(kind)));
  const sent = async (): Promise<ParsedMail[]> => {
    const names = readdirSync(join(dir, 'mail')).filter((name) => name.endsWith('.eml'));
    return Promise.all(names.sort().map((name) => simpleParser(readFileSync(join(dir, 'mail', name)))));
  };
  const delivery = async () =>
    (await rig.admin.query('select attempts, sent_at from mail_delivery where shop_id = $1', [shopId])).rows;

  it('tells that the order is ready: code, address, hours, link, calendar and QR code', async () => {
    await asShop(shopId, () => rig.module.get(Orders).markReady(order.orderId, 'person:1'));
    await send('ready');
    const [mail] = await sent();
    expect(mail?.subject).toBe(`Votre commande est prête – Fleurs Martin, commande ${order.number}`);
    expect(mail?.to).toMatchObject({ value: [{ address: 'anne@example.fr' }] });
    expect(mail?.from?.value).toEqual([{ name: 'Fleurs Martin', address: 'ne-pas-repondre@localhost' }]);
    expect(mail?.replyTo?.value[0]?.address).toBe('martin@example.fr');
    const text = mail?.text?.replaceAll('\u00a0', ' ') ?? '';
    expect(text).toContain('Fleurs Martin vous attend mardi 24 novembre, 11 h – 11 h 30.');
    expect(text).toContain(`Code de retrait : ${order.pickupCode.slice(0, 4)} ${order.pickupCode.slice(4)}`);
    expect(text).toContain('12 rue Balzac\n37600 Loches\nTél. 02 47 00 00 00');
    expect(text).toContain('Ouvert ce jour-là : 9 h – 12 h 30, 14 h – 19 h');
    expect(text).toContain('1 × Roses <rouges> & blanches  12,50 €');
    expect(text).toContain(`Voir ma commande : ${order.url}`);
    expect(mail?.html).toContain('Roses &lt;rouges&gt; &amp; blanches');
    const files = mail?.attachments.map((part) => part.contentType);
    expect(files).toEqual(['image/png', 'text/calendar']);
    const { event } = entryOf(mail);
    expect(event.summary).toBe('Retrait chez Fleurs Martin');
    expect(event.startDate.toJSDate().toISOString()).toBe('2026-11-24T10:00:00.000Z');
    expect(event.endDate.toJSDate().toISOString()).toBe('2026-11-24T10:30:00.000Z');
    expect(event.startDate.zone.tzid).toBe('UTC');
    expect(event.location).toBe('12 rue Balzac, 37600 Loches');
  });

  /** As another program reads it. */
  const entryOf = (mail: ParsedMail | undefined) => {
    const file = mail?.attachments.find(({ contentType }) => contentType === 'text/calendar');
    const calendar = new ICAL.Component(ICAL.parse(file!.content.toString()) as unknown[]);
    const entry = calendar.getFirstSubcomponent('vevent')!;
    const event = new ICAL.Event(entry);
    return { method: calendar.getFirstPropertyValue('method'), status: entry.getFirstPropertyValue('status'), event };
  };

  it('is one entry of the calendar, which grows newer and is taken out when the order ends', async () => {
    await send('accepted');
    await asShop(shopId, () => rig.module.get(Orders).refuse(order.orderId, { reason: 'closed' }, 'person:1'));
    await send('refused');
    const [first, last] = (await sent()).map(entryOf);
    expect([first!.method, first!.status]).toEqual(['PUBLISH', 'CONFIRMED']);
    expect([last!.method, last!.status]).toEqual(['CANCEL', 'CANCELLED']);
    expect(last!.event.uid).toBe(first!.event.uid);
    expect(first!.event.uid).toBe(`${order.orderId}@localhost`);
    expect(last!.event.sequence).toBeGreaterThan(first!.event.sequence);
  });

  it('fetches nothing, has the shop’s colours by day and by night, and an end to reminders in one click', async () => {
    await asShop(shopId, () => rig.module.get(Orders).markReady(order.orderId, 'person:1'));
    await send('ready');
    await send('reminder');
    const [ready, reminder] = await sent();
    const html = String(ready!.html);
    const fetched = html.match(/(?:src|background|url\()=?["']?(?!cid:|data:)https?:[^"')\s]+/g);
    expect(fetched).toBeNull();
    expect(html).not.toMatch(/<(?:link|script|iframe)/);
    expect(html).toContain('prefers-color-scheme:dark');
    const accent = /background:(#[0-9a-f]{6});color:(#[0-9a-f]{6});padding/.exec(html)!;
    expect(contrast(accent[1]!, accent[2]!)).toBeGreaterThanOrEqual(4.5);
    expect(ready!.headers.has('list')).toBe(false);
    const raw = readdirSync(join(dir, 'mail')).map((name) => readFileSync(join(dir, 'mail', name), 'utf8'));
    expect(raw.filter((text) => text.includes('List-Unsubscribe-Post: List-Unsubscribe=One-Click'))).toHaveLength(1);
    expect(reminder!.headers.get('list')).toMatchObject({ unsubscribe: { url: `${order.url}/messages/fin` } });
    await asShop(shopId, () => rig.module.get(MessageChoices).choose(order, { reminders: false, texts: true }));
    await rig.admin.query(`delete from mail_delivery where shop_id = $1 and kind = 'reminder'`, [shopId]);
    await send('reminder');
    expect(await sent()).toHaveLength(2);
  });

  it('speaks English to whoever ordered in English, and tells of each time that lines were struck', async () => {
    const vase = await createVariant(rig, shopId, { name: 'Vase' });
    const input = orderOf([vase], { lines: [{ variantId: vase, quantity: 3 }], language: 'en' });
    order = (await asShop(shopId, () => rig.module.get(Orders).place(input, newId()))).order;
    const strike = (reason: string) =>
      asShop(shopId, () => rig.module.get(Orders).strike(order.orderId, { line: 1, pieces: 1, reason }, 'person:1'));
    await strike('chipped');
    await send('struck');
    await strike('broken');
    await send('struck');
    const [first, second] = await sent();
    expect(first!.subject).toBe(`Your order has changed – Fleurs Martin, order ${order.number}`);
    expect(first!.text?.replaceAll('\u00a0', ' ')).toContain('Tuesday 24 November, 11:00–11:30');
    expect(first!.text).toContain('1 × Vase : chipped');
    expect(second!.text).toContain('€12.50');
    expect([first!.messageId, second!.messageId]).toEqual(
      [1, 2].map((times) => `<struck-${times}.${order.orderId}@localhost>`),
    );
  });

  describe('by text message', () => {
    let provider: Server;
    let taken: { body: Record<string, string>; key: unknown; token: unknown }[];
    let status: number;

    beforeAll(async () => {
      provider = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>;
          taken.push({ body, key: request.headers['idempotency-key'], token: request.headers['authorization'] });
          response.writeHead(status).end();
        });
      });
      await new Promise<void>((resolve) => provider.listen(smsPort, '127.0.0.1', resolve));
    });

    afterAll(() => new Promise((resolve) => provider.close(resolve)));

    beforeEach(async () => {
      [taken, status] = [[], 202];
      await rig.admin.query('update shop set sends_texts = true where shop_id = $1', [shopId]);
      const roses = await createVariant(rig, shopId);
      const input = orderOf([roses], { wantsTexts: true });
      order = (await asShop(shopId, () => rig.module.get(Orders).place(input, newId()))).order;
    });

    const text = () => asShop(shopId, () => rig.module.get(SendOrderText).handle(job('ready')));

    it('says what the customer needs, once, and never more than twice under one reference', async () => {
      await text();
      await text();
      expect(taken).toHaveLength(1);
      const { to, from, text: words, reference } = taken[0]!.body;
      expect([to, from, reference]).toEqual(['+33612345678', 'Devanture', `ready.${order.orderId}`]);
      expect(words).toContain(`Fleurs Martin : votre commande ${order.number} est prête, mardi 24 novembre`);
      expect([taken[0]!.key, taken[0]!.token]).toEqual([reference, 'Bearer jeton']);
      for (let i = 0; i < 2; i++) {
        await rig.admin.query('update mail_delivery set sent_at = null where shop_id = $1', [shopId]);
        await text();
      }
      expect(taken.map(({ key }) => key)).toEqual([reference, reference]);
    });

    it('comes again while the provider is away, and not when it refuses', async () => {
      status = 503;
      for (let i = 0; i < 3; i++) await expect(text()).rejects.toMatchObject({ code: 'sms.unavailable' });
      status = 400;
      await text();
      status = 202;
      await text();
      expect(taken).toHaveLength(4);
    });

    it('is not sent when shop or customer want none', async () => {
      await asShop(shopId, () => rig.module.get(MessageChoices).choose(order, { reminders: true, texts: false }));
      await text();
      await rig.admin.query('delete from message_choice where shop_id = $1', [shopId]);
      await rig.admin.query('update shop set sends_texts = false where shop_id = $1', [shopId]);
      await text();
      expect(taken).toEqual([]);
    });
  });

  it('sends once, a second time after a crash, never a third, under one Message-ID', async () => {
    const crash = () => rig.admin.query('update mail_delivery set sent_at = null where shop_id = $1', [shopId]);
    await send('accepted');
    await send('accepted');
    expect(await sent()).toHaveLength(1);
    await crash();
    await send('accepted');
    await crash();
    await send('accepted');
    const ids = (await sent()).map((mail) => mail.messageId);
    expect(ids).toEqual(Array(2).fill(`<accepted.${order.orderId}@localhost>`));
    expect(await delivery()).toMatchObject([{ attempts: 2 }]);
  });

  it('is sent when the server is back, however often it was away', async () => {
    const mailer = rig.module.get<Mailer>(MAILER);
    const away = createMailer({ smtpUrl: 'smtp://127.0.0.1:9', dir });
    const works = mailer.send.bind(mailer);
    mailer.send = (mail) => away.send(mail);
    for (let i = 0; i < 3; i++) {
      await expect(send('accepted')).rejects.toMatchObject({ code: 'mail.unavailable' });
      expect(await delivery()).toEqual([{ attempts: 0, sent_at: null }]);
    }
    mailer.send = works;
    await away.close();
    await send('accepted');
    expect(await sent()).toHaveLength(1);
    expect(await delivery()).toMatchObject([{ attempts: 1, sent_at: expect.any(Date) }]);
  });

  it('says why an order was refused, and tells the shop of a new one', async () => {
    const refusal = { reason: 'sold_out', sentence: 'Les roses sont <fanées>.' } as const;
    await asShop(shopId, () => rig.module.get(Orders).refuse(order.orderId, refusal, 'person:1'));
    await send('refused');
    await send('shop_placed');
    const [refused, news] = await sent();
    expect(refused?.text).toContain('Un article de votre commande n’est plus disponible.');
    expect(refused?.text).toContain('« Les roses sont <fanées>. »');
    expect(refused?.html).toContain('Les roses sont &lt;fanées&gt;.');
    expect(news?.to).toMatchObject({ value: [{ address: 'martin@example.fr' }] });
    expect(news?.text).toContain(`http://gestion.localhost:8080/commandes/${order.orderId}`);
    expect(news?.text).not.toContain(order.pickupCode);
  });

  it('says the law in English to whoever ordered in English', async () => {
    const roses = await createVariant(rig, shopId);
    const input = orderOf([roses], { language: 'en' });
    order = (await asShop(shopId, () => rig.module.get(Orders).place(input, newId()))).order;
    await send('accepted');
    const [mail] = await sent();
    expect(mail?.text).toContain('Legal guarantees: for two years from the handover');
    expect(mail?.text).not.toContain('Garanties légales');
  });

  it('writes to nobody when the shop has no e-mail', async () => {
    await rig.admin.query('update shop set email = null where shop_id = $1', [shopId]);
    await send('shop_placed');
    expect(await delivery()).toEqual([]);
  });
});
