import { Products } from '#libs/catalog';
import { Decisions, ModerationLinks, Reports } from '#libs/moderation';
import { ShopDirectory } from '#libs/shops';
import { asShop } from '#libs/tenancy';
import type { TestWeb } from './web.js';

const STATEMENT = {
  ground: 'illegal',
  basis: 'Règlement (CE) 178/2002, article 18',
  facts: 'Le lot ne porte aucune date, et la boutique ne sait pas d’où il vient.',
} as const;

/** A report that waits, one that was dismissed, with the link of who sent it, and a product that is off sale with the shop's appeal against it. */
export async function moderated({ app }: TestWeb, slug: string) {
  const reports = app.get(Reports, { strict: false });
  const decisions = app.get(Decisions, { strict: false });
  const { shopId } = (await app.get(ShopDirectory, { strict: false }).resolve(slug))!;
  const products = app.get(Products, { strict: false });
  const { items } = await asShop(shopId, () => products.list({ perPage: 1, state: 'published' }));
  const input = { kind: 'dangerous', name: '', email: '', sincere: '1' } as const;
  const explanation = 'La date du lot n’est écrite nulle part.';
  await reports.report({ slug, handle: items[0]!.handle }, { ...input, explanation });
  const reportId = (await reports.list(true, 1, 1)).reports[0]!.reportId;
  await reports.report(
    { slug, handle: null },
    { ...input, explanation: 'L’adresse de la boutique n’est pas la bonne.' },
  );
  const dismissed = (await reports.list(true, 1, 2)).reports[1]!.reportId;
  await reports.close(dismissed, null, { outcome: 'dismissed', reasons: 'L’adresse est celle du registre.' });
  const { url } = app.get(ModerationLinks, { strict: false }).report(dismissed);
  await decisions.takeDown({ shopId, productId: items[0]!.productId }, STATEMENT, { reportId: null, by: null });
  const { decisionId } = (await decisions.list('standing', 1, 1)).decisions[0]!;
  await asShop(shopId, () => decisions.appeal(decisionId, 'La date est gravée sous le pot : voyez la photo.'));
  return { reportId, decisionId, reportLink: url.split('/').at(-1)! };
}
