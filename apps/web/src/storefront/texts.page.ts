import { formatSiret } from '#libs/kernel';
import { dayText, hourText } from '#libs/pickup';
import type { OrderDetails } from '#libs/orders';
import type { LegalNotice } from '#libs/shops';
import { formatPhone, frenchTypography, type PageView } from '#libs/themes';
import { lawAnnex } from './law-annex.js';
import { say } from './sentences.js';
import type { ShopPage } from './shop-pages.service.js';
import { breadcrumbData } from './structured/site-data.js';
import { storeData } from './structured/store-data.js';

type Kind = PageView['kind'];

const PATHS: Record<Kind, string> = { info: '/informations', terms: '/conditions', legal: '/mentions-legales' };

/** The pages of words: about the shop, its terms of sale, its legal notice. */
export function textView(page: ShopPage, kind: Kind): PageView {
  const title = say(`text.${kind}`);
  const view = page.view({ title, path: PATHS[kind] });
  const breadcrumb = [
    { label: say('nav.home'), url: '/' },
    { label: title, url: PATHS[kind], isCurrent: true },
  ];
  const store = kind === 'info' ? [storeData(view.frame, page.plan, page.now)] : [];
  return {
    ...view,
    frame: { ...view.frame, structuredData: [...store, breadcrumbData(view.frame, breadcrumb)] },
    kind,
    title,
    breadcrumb,
    html: TEXTS[kind](page, view.frame),
    updatedAt: kind === 'info' ? null : page.row.shop.updated_at,
    showContact: kind === 'info',
  };
}

/** The merchant's own terms, then what the law adds to them. */
function termsHtml({ row }: ShopPage, { shop }: Frame): string {
  const { legal, name } = row.shop;
  const place = [...shop.addressLines, `${shop.postcode} ${shop.commune}`.trim()].filter(Boolean).join(', ');
  const parts = lawAnnex({ takesCard: row.takes_card, place, shopName: name, legal });
  const annex = parts.map(({ title, text }) => `<h2>${escape(title)}</h2>${paragraphs(text)}`);
  return paragraphs(legal.terms ?? say('text.no_terms')) + annex.join('');
}

/** The very text that was accepted with an order, and the mark that the order keeps of it. */
export function acceptedTermsView(
  page: ShopPage,
  { number, token, termsHash }: OrderDetails,
  { text, since }: { text: string; since: string },
): PageView {
  const title = say('text.accepted_terms', { number });
  const path = `/commandes/${token}/conditions`;
  return {
    ...page.view({ title, path, isIndexable: false }),
    kind: 'terms',
    title,
    breadcrumb: [
      { label: say('order.title', { number }), url: `/commandes/${token}` },
      { label: say('text.terms'), url: path, isCurrent: true },
    ],
    html: `${paragraphs(text)}<p>${escape(say('text.terms_mark'))} <code>${escape(termsHash ?? '')}</code></p>`,
    updatedAt: since,
    showContact: false,
  };
}

type Frame = PageView['frame'];

const TEXTS: Record<Kind, (page: ShopPage, frame: Frame) => string> = {
  info: infoHtml,
  terms: termsHtml,
  legal: legalHtml,
};

function infoHtml({ row, plan }: ShopPage): string {
  const words = row.shop.description ? paragraphs(row.shop.description) : '';
  const pickup = plan.isOpen ? `<h2>${say('text.pickup')}</h2>${paragraphs(say('text.pickup_text'))}` : '';
  return words + pickup + exceptionsHtml(row.pickup.exceptions);
}

function exceptionsHtml(exceptions: ShopPage['row']['pickup']['exceptions']): string {
  if (exceptions.length === 0) return '';
  const items = exceptions
    .toSorted((a, b) => a.day.localeCompare(b.day))
    .map(({ day, intervals }) => {
      const times = intervals.map(({ opens, closes }) => `${hourText(opens)} – ${hourText(closes)}`).join(', ');
      return `<li>${escape(dayText(day.slice(0, 10)))}\u00a0: ${times || say('text.closed_day')}</li>`;
    });
  return `<h2>${say('text.exceptions')}</h2><ul>${items.join('')}</ul>`;
}

/** What LCEN art. 6 III and 19 and Code de la consommation L616-1 ask for. */
function legalHtml({ row }: ShopPage, frame: Frame): string {
  const { shop } = row;
  const { legal } = shop;
  const facts: [string, string | null | undefined][] = [
    ['director', legal.publicationDirector],
    ['editor', legal.editorInCharge],
    ['registration', legal.registration],
    ['siret', shop.siret && formatSiret(shop.siret)],
    ['vat', legal.vatNumber || (legal.vatExempt ? say('text.vat_exempt') : null)],
    ['capital', legal.capital],
    ['profession', legal.regulatedProfession],
  ];
  const section = (key: string, body: string): string => `<h2>${say(`text.${key}`)}</h2>${body}`;
  const mediator = [legal.mediatorName, legal.mediatorContact].filter(Boolean).join('\n');
  return [
    section('publisher', paragraphs(publisher(legal, shop))),
    `<ul>${facts.flatMap(([key, text]) => (text ? [`<li>${say(`text.${key}`)}\u00a0: ${escape(text)}</li>`] : [])).join('')}</ul>`,
    mediator ? section('mediator', paragraphs(mediator)) : '',
    section('host', paragraphs(hostText(frame))),
    section('data', paragraphs(say('text.data_text'))),
  ].join('');
}

const hostText = ({ portal }: Frame): string =>
  portal.hosting || say('text.host_text', { portal: portal.name, url: portal.url });

function publisher(legal: LegalNotice, { name, phone, email }: ShopPage['row']['shop']): string {
  const who = [legal.publisherName ?? name, legal.legalForm].filter(Boolean).join(', ');
  return [who, legal.publisherAddress, phone && formatPhone(phone), email].filter(Boolean).join('\n');
}

/** Plain text as HTML: a blank line parts paragraphs, a line end is one. */
const paragraphs = (text: string): string =>
  frenchTypography(text)
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .map((part) => `<p>${escape(part.trim()).replaceAll('\n', '<br>')}</p>`)
    .join('');

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
