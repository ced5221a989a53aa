import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { Clock, newId } from '#libs/kernel';
import { createMailer, type Mailer, MAILER } from '#libs/platform';
import { asShop } from '#libs/tenancy';
import {
  createShop,
  createVariant,
  orderOf,
  type OrderRig,
  orderRig,
  TUESDAY_NINE,
} from '../../../test/support/order-shop.js';
import { type OrderDetails, type OrderMailJob, Orders, SendOrderMail } from './index.js';

describe('order mails', () => {
  let dir: string;
  let rig: OrderRig;
  let shopId: string;
  let order: OrderDetails;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    dir = mkdtempSync(join(tmpdir(), 'order-mails-'));
    rig = await orderRig({ DATA_DIR: dir });
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
    const calendar = mail?.attachments[1]?.content.toString() ?? '';
    expect(calendar).toContain('DTSTART:20261124T100000Z');
    expect(calendar).toContain('DTEND:20261124T103000Z');
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

  it('writes to nobody when the shop has no e-mail', async () => {
    await rig.admin.query('update shop set email = null where shop_id = $1', [shopId]);
    await send('shop_placed');
    expect(await delivery()).toEqual([]);
  });
});
