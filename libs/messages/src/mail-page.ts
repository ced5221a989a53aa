import { type OrderDetails, readableCode } from '#libs/orders';
import { type MailColours, type MailScheme } from './mail-colours.js';
import type { MailText } from './mail-text.js';
import { type Language, MAIL_WORDS, moneyText, payText } from './mail-words.js';

/** The shop as a customer needs it to come. */
export interface MailShop {
  name: string;
  /** Street, then postcode and commune. */
  addressLines: string[];
  phone: string | null;
  email: string | null;
  /** « 9 h – 12 h 30, 14 h – 19 h »; null when closed. */
  hoursText: string | null;
  colours: MailColours;
}

export interface MailPage {
  text: MailText;
  order: OrderDetails;
  shop: MailShop;
  language: Language;
  /** Where the button leads. */
  url: string;
  /** What the law wants to be written down: guarantees, the right to withdraw. */
  law: string[];
  /** `cid:` of the QR picture, when there is one. */
  qrCid: string | null;
  /** Where the customer chooses which messages to get; null on a merchant's mail. */
  choicesUrl: string | null;
}

/** The mail for programs that show no HTML. */
export function plainMail(page: MailPage): string {
  const { text, order, shop, url, language, choicesUrl, law } = page;
  const words = MAIL_WORDS[language];
  const pickup = text.showsPickup ? [`${words.code} : ${readableCode(order.pickupCode)}`, '', ...place(page), ''] : [];
  const lines = order.lines.map(
    (line) =>
      `${line.quantity - line.struck} × ${lineName(line)}  ${moneyText(line.totalCents, language)}${line.struck ? ` (${words.struck} : ${line.struck})` : ''}`,
  );
  return [
    text.title,
    '',
    ...text.paragraphs,
    '',
    ...pickup,
    ...lines,
    `${words.total} : ${moneyText(order.totalCents, language)}, ${payText(order)}`,
    '',
    ...law.flatMap((paragraph) => [paragraph, '']),
    `${text.button} : ${url}`,
    ...(choicesUrl ? [`${words.preferences} : ${choicesUrl}`] : []),
    '',
    `${shop.name}, ${words.order} ${order.number}`,
  ].join('\n');
}

/**
 * The same as HTML, in the shop's colours. Styles stand in the elements because mail programs drop the rest; those for the
 * night stand in a sheet, for the programs that know it. Nothing is fetched: the QR code travels with the mail.
 */
export function htmlMail(page: MailPage): string {
  const { text, shop, order, language, law } = page;
  const { light } = shop.colours;
  const words = MAIL_WORDS[language];
  const style = {
    body: `margin:0;padding:24px 16px;background:${light.surface};color:${light.ink};font:16px/1.5 -apple-system,'Segoe UI',Roboto,sans-serif`,
    sum: `padding:8px 0;border-top:1px solid ${light.line}`,
  };
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escaped(text.subject)}</title><style>${nightStyles(shop.colours.dark)}</style></head>`,
    `<body class="ground" style="${style.body}"><div style="max-width:560px;margin:0 auto">`,
    `<p class="accent rule" style="margin:0 0 16px;padding-bottom:8px;border-bottom:3px solid ${light.accent};color:${light.accent};font-weight:bold">${escaped(shop.name)}</p>`,
    `<h1 style="font-size:24px;line-height:1.3;margin:0 0 16px">${escaped(text.title)}</h1>`,
    ...text.paragraphs.map((paragraph) => `<p style="margin:0 0 12px">${escaped(paragraph)}</p>`),
    ...(text.showsPickup ? pickupBlock(page) : []),
    `<table role="presentation" style="width:100%;border-collapse:collapse;margin:16px 0">`,
    ...order.lines.map((line) => lineRow(line, language)),
    `<tr><td class="line" style="${style.sum}"><strong>${words.total}, ${escaped(payText(order))}</strong></td>`,
    `<td class="line" style="${style.sum};text-align:right;white-space:nowrap"><strong>${escaped(moneyText(order.totalCents, language))}</strong></td></tr></table>`,
    ...law.map((paragraph) => `<p style="margin:0 0 12px;font-size:14px">${escaped(paragraph)}</p>`),
    ...foot(page),
    '</div></body></html>',
  ].join('\n');
}

function foot({ text, url, shop, order, language, choicesUrl }: MailPage): string[] {
  const { light } = shop.colours;
  const words = MAIL_WORDS[language];
  const choices = choicesUrl
    ? `<br><a class="muted" href="${escaped(choicesUrl)}" style="color:${light.muted}">${words.preferences}</a>`
    : '';
  return [
    `<p style="margin:24px 0"><a class="button" href="${escaped(url)}" style="display:inline-block;background:${light.accent};color:${light.accentInk};padding:12px 20px;border-radius:8px;text-decoration:none">${escaped(text.button)}</a></p>`,
    `<p class="muted" style="margin:0;color:${light.muted};font-size:14px">${escaped(shop.name)}, ${words.order} ${escaped(order.number)}${choices}</p>`,
  ];
}

/** Mail programs that invert colours by themselves leave a mail alone that has its own. */
const nightStyles = ({ surface, ink, muted, line, accent, accentInk }: MailScheme): string =>
  `@media (prefers-color-scheme:dark){.ground{background:${surface}!important;color:${ink}!important}` +
  `.muted{color:${muted}!important}.line{border-color:${line}!important}.accent{color:${accent}!important}` +
  `.rule{border-color:${accent}!important}.button{background:${accent}!important;color:${accentInk}!important}}`;

function pickupBlock(page: MailPage): string[] {
  const { order, qrCid, shop, language } = page;
  const words = MAIL_WORDS[language];
  return [
    `<p style="margin:16px 0 4px">${words.code}</p>`,
    `<p class="accent" style="margin:0 0 12px;color:${shop.colours.light.accent};font:bold 30px/1.2 monospace;letter-spacing:2px">${escaped(readableCode(order.pickupCode))}</p>`,
    ...(qrCid
      ? [
          `<p><img src="cid:${escaped(qrCid)}" width="180" height="180" alt="${words.qr}" style="background:#ffffff"></p>`,
        ]
      : []),
    `<p style="margin:0 0 12px">${place(page).map(escaped).join('<br>')}</p>`,
  ];
}

function lineRow(line: OrderDetails['lines'][number], language: Language): string {
  const left = line.quantity - line.struck;
  const struck = line.struck > 0 ? ` <s>${line.struck} × ${MAIL_WORDS[language].struck}</s>` : '';
  return (
    `<tr><td style="padding:4px 12px 4px 0">${left} × ${escaped(lineName(line))}${struck}</td>` +
    `<td style="padding:4px 0;text-align:right;white-space:nowrap">${escaped(moneyText(line.totalCents, language))}</td></tr>`
  );
}

const place = ({ shop, language }: MailPage): string[] => {
  const words = MAIL_WORDS[language];
  const hours = shop.hoursText ? `${words.openThatDay} : ${shop.hoursText}` : '';
  return [shop.name, ...shop.addressLines, shop.phone ? `${words.phone} ${shop.phone}` : '', hours].filter(Boolean);
};

const lineName = (line: { name: string; options: string[] }): string =>
  line.options.length === 0 ? line.name : `${line.name} (${line.options.join(', ')})`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
