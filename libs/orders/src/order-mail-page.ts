import { formatCents } from '#libs/kernel';
import type { OrderDetails } from './order-details.js';
import { type MailText, payText } from './order-mail-texts.js';
import { readableCode } from './pickup-code.js';

/** The shop as a customer needs it to come. */
export interface MailShop {
  name: string;
  /** Street, then postcode and commune. */
  addressLines: string[];
  phone: string | null;
  email: string | null;
  /** « Ouvert ce jour-là : 9 h – 12 h 30, 14 h – 19 h »; null when closed. */
  hoursText: string | null;
}

export interface MailPage {
  text: MailText;
  order: OrderDetails;
  shop: MailShop;
  /** Where the button leads. */
  url: string;
  /** What the law wants to be written down: guarantees, the right to withdraw. */
  law: string[];
  /** `cid:` of the QR picture, when there is one. */
  qrCid: string | null;
}

/** The mail for programs that show no HTML. */
export function plainMail({ text, order, shop, url, law }: MailPage): string {
  const pickup = text.showsPickup
    ? [`Code de retrait : ${readableCode(order.pickupCode)}`, '', ...place(shop), '']
    : [];
  const lines = order.lines.map(
    (line) => `${line.quantity - line.struck} × ${lineName(line)}  ${formatCents(line.totalCents)}`,
  );
  return [
    text.title,
    '',
    ...text.paragraphs,
    '',
    ...pickup,
    ...lines,
    `Total : ${formatCents(order.totalCents)}, ${payText(order)}`,
    '',
    ...law.flatMap((paragraph) => [paragraph, '']),
    `${text.button} : ${url}`,
    '',
    `${shop.name}, commande ${order.number}`,
  ].join('\n');
}

/** The same as HTML; styles stand in the elements because mail programs drop the rest. */
export function htmlMail(page: MailPage): string {
  const { text, order, shop, url, law } = page;
  const paragraphs = text.paragraphs.map((paragraph) => `<p style="margin:0 0 12px">${escaped(paragraph)}</p>`);
  const rows = order.lines.map(
    (line) =>
      `<tr><td style="padding:4px 12px 4px 0">${line.quantity - line.struck} × ${escaped(lineName(line))}</td>` +
      `<td style="padding:4px 0;text-align:right;white-space:nowrap">${escaped(formatCents(line.totalCents))}</td></tr>`,
  );
  return [
    '<!doctype html><html lang="fr"><head><meta charset="utf-8">',
    `<title>${escaped(text.subject)}</title></head>`,
    '<body style="margin:0;padding:24px 16px;background:#ffffff;color:#1a1a1a;font:16px/1.5 sans-serif">',
    '<div style="max-width:560px;margin:0 auto">',
    `<h1 style="font-size:22px;line-height:1.3;margin:0 0 16px">${escaped(text.title)}</h1>`,
    ...paragraphs,
    ...(text.showsPickup ? pickupBlock(page) : []),
    '<table role="presentation" style="width:100%;border-collapse:collapse;border-top:1px solid #cccccc;margin:16px 0">',
    ...rows,
    `<tr><td style="padding:8px 0;border-top:1px solid #cccccc"><strong>Total, ${escaped(payText(order))}</strong></td>`,
    `<td style="padding:8px 0;border-top:1px solid #cccccc;text-align:right"><strong>${escaped(formatCents(order.totalCents))}</strong></td></tr>`,
    '</table>',
    ...law.map((paragraph) => `<p style="margin:0 0 12px;font-size:14px">${escaped(paragraph)}</p>`),
    `<p style="margin:24px 0"><a href="${escaped(url)}" style="background:#1a1a1a;color:#ffffff;padding:12px 20px;border-radius:8px;text-decoration:none">${escaped(text.button)}</a></p>`,
    `<p style="margin:0;color:#595959;font-size:14px">${escaped(shop.name)}, commande ${escaped(order.number)}</p>`,
    '</div></body></html>',
  ].join('\n');
}

function pickupBlock({ order, shop, qrCid }: MailPage): string[] {
  return [
    '<p style="margin:16px 0 4px">Code de retrait</p>',
    `<p style="margin:0 0 12px;font:bold 28px/1.2 monospace;letter-spacing:2px">${escaped(readableCode(order.pickupCode))}</p>`,
    ...(qrCid
      ? [`<p><img src="cid:${escaped(qrCid)}" width="180" height="180" alt="QR code de votre commande"></p>`]
      : []),
    `<p style="margin:0 0 12px">${place(shop).map(escaped).join('<br>')}</p>`,
  ];
}

const place = (shop: MailShop): string[] =>
  [shop.name, ...shop.addressLines, shop.phone ? `Tél. ${shop.phone}` : '', shop.hoursText ?? ''].filter(Boolean);

const lineName = (line: { name: string; options: string[] }): string =>
  line.options.length === 0 ? line.name : `${line.name} (${line.options.join(', ')})`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
