import { Inject, Injectable } from '@nestjs/common';
import QRCode from 'qrcode';
import { Temporal } from 'temporal-polyfill';
import { hourText, type OpeningCalendar, PickupSlots, wallAt } from '#libs/pickup';
import { type Mail, type MailAddress, publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { loadTerritory } from '#libs/territory';
import { orderCalendar } from './order-calendar.js';
import type { OrderDetails } from './order-details.js';
import { confirmationLaw, isConfirmation } from './order-mail-law.js';
import { htmlMail, type MailShop, plainMail } from './order-mail-page.js';
import { mailText } from './order-mail-texts.js';
import type { MailKind } from './order-news.js';

interface ShopRow {
  name: string;
  address_line: string | null;
  postcode: string | null;
  commune_insee: string;
  phone: string | null;
  email: string | null;
}

/** Writes the messages about an order, in French, as text and HTML. */
@Injectable()
export class OrderMailWriter {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly pickup: PickupSlots,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Null when there is nobody to write to: a shop without e-mail. */
  async write(kind: MailKind, order: OrderDetails, messageId: string): Promise<Mail | null> {
    const shop = await this.shop(order);
    const isForShop = kind.startsWith('shop_');
    const customer = (kind === 'withdrawn' && order.withdrawal?.email) || order.customer.email;
    const to = isForShop ? shop.email : customer;
    if (!to) return null;
    const text = mailText(kind, order, shop.name);
    const backOffice = `${publicOrigin(this.settings, 'gestion')}/commandes/${order.orderId}`;
    const hasQr = text.showsPickup && kind !== 'accepted';
    const qrCid = hasQr ? `qr.${order.orderId}@${this.settings.baseDomain}` : null;
    const law = isConfirmation(kind) ? confirmationLaw(order) : [];
    const page = { text, order, shop, url: isForShop ? backOffice : order.url, law, qrCid };
    return {
      to,
      from: senderOf(this.settings.mailFrom, shop.name),
      ...(shop.email && !isForShop ? { replyTo: shop.email } : {}),
      subject: text.subject,
      text: plainMail(page),
      html: htmlMail(page),
      messageId,
      attachments: [
        ...(text.showsPickup ? [calendarOf(order, shop)] : []),
        ...(qrCid ? [{ filename: 'qr.png', content: await qrOf(order), contentType: 'image/png', cid: qrCid }] : []),
        ...(isConfirmation(kind) ? await this.terms(order) : []),
      ],
    };
  }

  /** The terms as they were accepted: a customer keeps them, whatever the shop says later. */
  private async terms({ termsHash }: OrderDetails) {
    if (termsHash === null) return [];
    const rows = await this.tenancy.shopRead<{ text: string }>(
      'select text from terms_version where shop_id = $1 and terms_hash = $2',
      [currentShopId(), termsHash],
    );
    const contentType = 'text/plain; charset=utf-8';
    return rows.map(({ text }) => ({ filename: 'conditions-de-vente.txt', content: Buffer.from(text), contentType }));
  }

  private async shop(order: OrderDetails): Promise<MailShop> {
    const [row] = await this.tenancy.shopRead<ShopRow>(
      'select name, address_line, postcode, commune_insee, phone, email from shop where shop_id = $1',
      [currentShopId()],
    );
    const { calendar } = await this.pickup.plan();
    const commune = loadTerritory(this.settings.regionCode).commune(row?.commune_insee ?? '')?.name ?? '';
    const town = [row?.postcode, commune].filter(Boolean).join(' ');
    return {
      name: oneLine(row?.name ?? ''),
      addressLines: [row?.address_line ?? '', town].filter(Boolean),
      phone: row?.phone ?? null,
      email: row?.email ?? null,
      hoursText: hoursText(calendar, order.slot.localDate),
    };
  }
}

const calendarOf = (order: OrderDetails, shop: MailShop) => ({
  filename: `retrait-${order.number}.ics`,
  content: orderCalendar(order, { name: shop.name, place: shop.addressLines.join(', ') }),
  contentType: 'text/calendar; charset=utf-8',
});

const qrOf = (order: OrderDetails): Promise<Buffer> => QRCode.toBuffer(order.url, { width: 360, margin: 2 });

function hoursText(calendar: OpeningCalendar, day: string): string | null {
  const wall = (milliseconds: number) => hourText(wallAt(Temporal.Instant.fromEpochMilliseconds(milliseconds)));
  const intervals = calendar
    .on(Temporal.PlainDate.from(day))
    .map(({ start, end }) => `${wall(start)} –\u00a0${wall(end)}`);
  return intervals.length === 0 ? null : `Ouvert ce jour-là : ${intervals.join(', ')}`;
}

/** The platform's own address under the shop's name. */
function senderOf(mailFrom: string, shop: string): MailAddress {
  const address = /<([^<>]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom.trim();
  return { name: shop, address };
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
