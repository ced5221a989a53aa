import { Inject, Injectable } from '@nestjs/common';
import QRCode from 'qrcode';
import { Temporal } from 'temporal-polyfill';
import { type MailKind, orderCalendar, type OrderDetails } from '#libs/orders';
import { dayOf, hourText, type OpeningCalendar, PickupSlots, wallAt } from '#libs/pickup';
import { type Mail, type MailAddress, publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { loadTerritory } from '#libs/territory';
import { mailColours } from './mail-colours.js';
import { confirmationLaw, isConfirmation } from './mail-law.js';
import { htmlMail, type MailShop, plainMail } from './mail-page.js';
import { mailText } from './mail-texts.js';
import type { Language } from './mail-words.js';
import { isOptional } from './message-choices.service.js';

interface ShopRow {
  name: string;
  address_line: string | null;
  postcode: string | null;
  commune_insee: string;
  phone: string | null;
  email: string | null;
  theme: string;
  theme_settings: unknown;
}

/** Orders that will not be collected take their entry out of the customer's calendar. */
const ENDS = new Set<MailKind>(['refused', 'cancelled', 'lapsed']);

/** Writes the messages about an order, in the customer's language, as text and HTML. */
@Injectable()
export class MailWriter {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly pickup: PickupSlots,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Null when there is nobody to write to: a shop without e-mail, a customer whose data was erased. */
  async write(kind: MailKind, order: OrderDetails, messageId: string): Promise<Mail | null> {
    const isForShop = kind.startsWith('shop_');
    const language = isForShop ? 'fr' : order.language;
    const shop = await this.shop(order, language);
    const customer = (kind === 'withdrawn' && order.withdrawal?.email) || order.customer.email;
    const to = isForShop ? shop.email : customer;
    if (!to || order.isErased) return null;
    const text = mailText(kind, order, shop.name);
    const backOffice = `${publicOrigin(this.settings, 'gestion')}/commandes/${order.orderId}`;
    const qrCid = text.showsPickup && kind !== 'accepted' ? `qr.${order.orderId}@${this.settings.baseDomain}` : null;
    const choicesUrl = isForShop ? null : `${order.url}/messages`;
    const url = isForShop ? backOffice : order.url;
    const law = isConfirmation(kind) ? confirmationLaw(order) : [];
    const page = { law, text, order, shop, language, url, qrCid, choicesUrl };
    const hasCalendar = text.showsPickup || (ENDS.has(kind) && order.events.some((event) => event.to === 'accepted'));
    return {
      to,
      from: senderOf(this.settings.mailFrom, shop.name),
      ...(shop.email && !isForShop ? { replyTo: shop.email } : {}),
      subject: text.subject,
      text: plainMail(page),
      html: htmlMail(page),
      messageId,
      ...(isOptional(kind) ? { headers: unsubscribeHeaders(order) } : {}),
      attachments: [
        ...(hasCalendar ? [this.calendarOf(order, shop)] : []),
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

  private async shop(order: OrderDetails, language: Language): Promise<MailShop> {
    const [row] = await this.tenancy.shopRead<ShopRow>(
      `select name, address_line, postcode, commune_insee, phone, email, theme, theme_settings
       from shop where shop_id = $1`,
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
      hoursText: hoursText(calendar, order.slot.localDate, language),
      colours: mailColours(row!.theme, row!.theme_settings),
    };
  }

  private calendarOf(order: OrderDetails, shop: MailShop) {
    const { baseDomain: domain } = this.settings;
    const place = shop.addressLines.join(', ');
    return {
      filename: `retrait-${order.number}.ics`,
      content: orderCalendar(order, { name: shop.name, place, email: shop.email, domain }),
      contentType: 'text/calendar; charset=utf-8',
    };
  }
}

/** One click in the mail program (RFC 8058): a POST without a page. */
const unsubscribeHeaders = ({ url }: OrderDetails): Record<string, string> => ({
  'List-Unsubscribe': `<${url}/messages/fin>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
});

const qrOf = (order: OrderDetails): Promise<Buffer> => QRCode.toBuffer(order.url, { width: 360, margin: 2 });

function hoursText(calendar: OpeningCalendar, day: string, language: Language): string | null {
  const wall = (milliseconds: number) => {
    const text = wallAt(Temporal.Instant.fromEpochMilliseconds(milliseconds));
    return language === 'fr' ? hourText(text) : text.slice(0, 5);
  };
  const intervals = calendar.on(dayOf(day)).map(({ start, end }) => `${wall(start)} –\u00a0${wall(end)}`);
  return intervals.length === 0 ? null : intervals.join(', ');
}

/** The platform's own address under the shop's name. */
function senderOf(mailFrom: string, shop: string): MailAddress {
  const address = /<([^<>]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom.trim();
  return { name: shop, address };
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
