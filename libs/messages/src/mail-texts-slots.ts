import type { OrderDetails } from '#libs/orders';
import type { MailTexts } from './mail-text.js';
import { whenText } from './mail-words.js';

type SlotTexts = Pick<
  MailTexts,
  'slot_lost' | 'slot_back' | 'slot_proposed' | 'slot_moved' | 'shop_slot_lost' | 'shop_slot_moved'
>;

/** The slots that were proposed, in words. */
const offered = (order: OrderDetails, or: string): string =>
  order.proposals.map((slot) => whenText({ ...order, slot })).join(or);

const OPEN = { showsPickup: false, button: 'Ouvrir la commande' };

export const SLOT_TEXTS_FR: SlotTexts = {
  slot_lost: (order, shop) => ({
    title: 'Votre créneau de retrait a fermé',
    paragraphs: [
      `${shop} ne sera pas ouverte ${whenText(order)}. Votre commande est gardée.`,
      order.proposals.length > 0
        ? `Choisissez un autre créneau en un clic : ${offered(order, ' ou ')}. Vous pouvez aussi annuler, sans frais.`
        : 'Aucun autre créneau n’est proposé pour l’instant : la boutique vous écrira. Vous pouvez aussi annuler, sans frais.',
    ],
    showsPickup: false,
    button: 'Choisir un créneau',
  }),
  slot_back: (order, shop) => ({
    title: 'Votre créneau de retrait est maintenu',
    paragraphs: [`${shop} vous attend finalement ${whenText(order)}, comme prévu.`],
    showsPickup: true,
    button: 'Voir ma commande',
  }),
  slot_proposed: (order, shop) => ({
    title: 'Un autre créneau vous est proposé',
    paragraphs: [
      `${shop} vous propose de venir ${offered(order, ' ou ')}, au lieu de ${whenText(order)}.`,
      'Choisissez en un clic. Sans réponse, votre créneau ne change pas.',
    ],
    showsPickup: false,
    button: 'Choisir un créneau',
  }),
  slot_moved: (order, shop) => ({
    title: 'Votre nouveau créneau est noté',
    paragraphs: [`${shop} vous attend ${whenText(order)}.`],
    showsPickup: true,
    button: 'Voir ma commande',
  }),
  shop_slot_lost: (order) => ({
    title: 'Le créneau d’une commande a fermé',
    paragraphs: [
      `${order.customer.name} devait venir ${whenText(order)}. D’autres créneaux lui sont proposés ; la commande est gardée.`,
    ],
    ...OPEN,
  }),
  shop_slot_moved: (order) => ({
    title: 'Une commande change de créneau',
    paragraphs: [`${order.customer.name} viendra ${whenText(order)}.`],
    ...OPEN,
  }),
};

/** The shop reads French. */
export const SLOT_TEXTS_EN: SlotTexts = {
  ...SLOT_TEXTS_FR,
  slot_lost: (order, shop) => ({
    title: 'Your pickup slot has closed',
    paragraphs: [
      `${shop} will not be open on ${whenText(order)}. Your order is kept.`,
      order.proposals.length > 0
        ? `Choose another slot with one click: ${offered(order, ' or ')}. You may also cancel, at no cost.`
        : 'No other slot is proposed for now: the shop will write to you. You may also cancel, at no cost.',
    ],
    showsPickup: false,
    button: 'Choose a slot',
  }),
  slot_back: (order, shop) => ({
    title: 'Your pickup slot is kept',
    paragraphs: [`${shop} expects you on ${whenText(order)} after all, as planned.`],
    showsPickup: true,
    button: 'See my order',
  }),
  slot_proposed: (order, shop) => ({
    title: 'Another slot is proposed to you',
    paragraphs: [
      `${shop} proposes that you come on ${offered(order, ' or ')} instead of ${whenText(order)}.`,
      'Choose with one click. Without an answer your slot does not change.',
    ],
    showsPickup: false,
    button: 'Choose a slot',
  }),
  slot_moved: (order, shop) => ({
    title: 'Your new slot is noted',
    paragraphs: [`${shop} expects you on ${whenText(order)}.`],
    showsPickup: true,
    button: 'See my order',
  }),
};
