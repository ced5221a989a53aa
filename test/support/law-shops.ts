import { Products } from '#libs/catalog';
import { PaymentAccounts } from '#libs/payments';
import { Shops } from '#libs/shops';
import { asShop } from '#libs/tenancy';
import type { StripeServer } from './stripe/stripe-server.js';
import type { TestWeb } from './web.js';

export const TERMS = 'Conditions de Fleurs Martin, première version.';

const serviceOf =
  ({ app }: TestWeb) =>
  <T>(type: abstract new (...args: never[]) => T): T =>
    app.get(type, { strict: false });

/** A sole trader who takes cards; answers the variants of roses and of honey, which cannot be sent back once opened. */
export async function openMartin(web: TestWeb, martin: string, stripe: StripeServer): Promise<string[]> {
  const get = serviceOf(web);
  return asShop(martin, async () => {
    await get(Shops).update({
      legal: {
        publisherName: 'Claire Martin',
        legalForm: 'Entrepreneur individuel (EI)',
        publisherAddress: '12 rue Balzac, 37600 Loches',
        registration: 'RNE 37',
        vatExempt: true,
        publicationDirector: 'Claire Martin',
        mediatorName: 'Médiateur du commerce',
        mediatorContact: 'www.mediateur.example',
        terms: TERMS,
      },
    });
    const accounts = get(PaymentAccounts);
    await accounts.connect();
    stripe.completeAccount((await accounts.current())!.accountId);
    await accounts.refresh();
    await accounts.offerCard(true);
    const shelf = { published: true, vatRate: 20 } as const;
    const maker = { name: 'Roseraie de Loches', address: 'Loches', email: 'bonjour@roses.example' };
    const roses = await get(Products).create({
      ...shelf,
      name: 'Bouquet de roses',
      descriptionHtml: '<p>Douze roses de Touraine.</p>',
      safety: { manufacturer: maker, responsible: { name: '', address: '', email: '' }, warnings: 'Épines.' },
      variants: [{ priceCents: 1250, stock: 'tracked', onHand: 10 }],
    });
    const honey = await get(Products).create({
      ...shelf,
      name: 'Miel',
      withdrawalExclusion: 'hygiene_sealed',
      variants: [{ priceCents: 1250, stock: 'tracked', onHand: 10, content: { amount: 500, unit: 'g' } }],
    });
    return [roses, honey].map(({ variants }) => variants[0]!.variantId);
  });
}

/** A company that takes none. */
export async function openLucie(web: TestWeb, lucie: string): Promise<void> {
  const get = serviceOf(web);
  await asShop(lucie, async () => {
    await web.tenancy.shopTransaction((tx) =>
      tx.query(`update shop set siret = '40483304800022' where shop_id = $1`, [lucie]),
    );
    await get(Shops).update({
      legal: {
        publisherName: 'Jouets Lucie SARL',
        legalForm: 'SARL',
        publisherAddress: '3 place du Marché, 18000 Bourges',
        capital: '5 000 €',
        registration: 'RCS Bourges 404 833 048',
        vatNumber: 'FR83404833048',
        editorInCharge: 'Luc Petit',
        regulatedProfession: 'Ordre des opticiens',
        terms: 'Conditions de Jouets Lucie.',
      },
    });
    await get(Products).create({
      name: 'Ours',
      published: true,
      variants: [{ priceCents: 2000, stock: 'tracked', onHand: 3 }],
    });
  });
}
