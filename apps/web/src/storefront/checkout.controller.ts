import { createHash } from 'node:crypto';
import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { AppError, InvalidInputError, newId } from '#libs/kernel';
import { mobileNumber } from '#libs/messages';
import { type OrderDetails, type OrderInput, Orders } from '#libs/orders';
import { CardCheckout } from '#libs/payments';
import { SETTINGS, type Settings } from '#libs/platform';
import { errorSentences } from '../http/error-sentences.js';
import { redirectTo } from '../http/flash.js';
import { redirectToStripe } from '../http/payment-page.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { BASKET_COLUMNS, type BasketColumns, checkedBasket, orderable } from './basket.page.js';
import { BasketCookie, type BasketItem } from './basket-cookie.js';
import { answersOf, type CheckoutAnswers, freshAnswers } from './checkout-form.js';
import { type CheckoutFaults, checkoutView } from './checkout.page.js';
import { say } from './sentences.js';
import { type ShopPage, ShopPages } from './shop-pages.service.js';

const NO_FAULTS: CheckoutFaults = { fields: {} };

@Controller('@shop/commande')
export class CheckoutController {
  constructor(
    private readonly pages: ShopPages,
    private readonly baskets: BasketCookie,
    private readonly orders: Orders,
    private readonly card: CardCheckout,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('public')
  async ask(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const items = this.baskets.read(request);
    const page = await this.read(request, reply, items);
    return this.show({ request, reply, page, items, answers: freshAnswers() }, NO_FAULTS);
  }

  @Post()
  @Policy('public', { rate: { max: 60, seconds: 60 } })
  async reserve(@Req() request: Request, @Res() reply: Reply, @Body() body: unknown): Promise<void> {
    const answers = answersOf(body);
    const sealed = this.baskets.open(request.site.shop!.shopId, answers.basket);
    const items = sealed.length > 0 ? sealed : this.baskets.read(request);
    const page = await this.read(request, reply, items);
    const scene: Checkout = { request, reply, page, items, answers };
    if (answers.key === '' || sealed.length === 0) {
      return this.show(
        { ...scene, answers: { ...answers, key: newId() } },
        { fields: {}, notice: say('checkout.expired') },
      );
    }
    const faults = ownFaults(answers);
    const placed = await this.place(scene, faults);
    if (!('number' in placed)) return this.show(scene, placed);
    this.baskets.write(request, reply, []);
    return this.lead(reply, placed);
  }

  /** To the order, or first to Stripe's page. Stripe out of reach keeps the order: its page offers to pay again. */
  private async lead(reply: Reply, order: OrderDetails): Promise<void> {
    const path = `/commandes/${order.token}`;
    if (order.payment?.status !== 'awaiting') return redirectTo(reply, path);
    try {
      redirectToStripe(reply, await this.card.start(order), this.settings);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      redirectTo(reply, path, { tone: 'warning', key: 'order.card_later' });
    }
  }

  /** The order, or what has to be corrected. Nothing is kept then. */
  private async place(
    { page, items, answers }: Checkout,
    faults: CheckoutFaults,
  ): Promise<OrderDetails | CheckoutFaults> {
    try {
      // A fault of ours is told beside those of the order: one page says all that is wrong.
      const slotId = Object.keys(faults.fields).length > 0 ? '' : answers.slotId;
      const input = { ...orderInput(items, answers, page), slotId };
      const { order } = await this.orders.place(input, answers.key);
      return order;
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      return withErrors(faults, error, answers);
    }
  }

  private read(request: Request, reply: Reply, items: BasketItem[]): Promise<ShopPage<BasketColumns>> {
    const variantIds = items.map(({ variantId }) => variantId);
    return this.pages.read<BasketColumns>(request, reply, { columns: BASKET_COLUMNS, variantIds });
  }

  private async show(scene: Checkout, faults: CheckoutFaults): Promise<void> {
    const { request, reply, items, answers } = scene;
    const isAgain = faults !== NO_FAULTS;
    // Another customer may have been faster: stock and slots are read once more.
    const page = isAgain ? await this.read(request, reply, items) : scene.page;
    const { lines } = checkedBasket(items, page.row.basket);
    const wanted = orderable(lines);
    if (wanted.length === 0 || !page.plan.isOpen) return redirectTo(reply, '/panier');
    const sealedKey = `${answers.key}~${this.baskets.seal(page.row.shop.shop_id, wanted)}`;
    const canText = this.settings.sms !== null;
    const html = page.theme.render('checkout', checkoutView(page, { lines, answers, faults, sealedKey, canText }));
    return this.pages.send(reply, html, isAgain ? statusOf(faults) : 200);
  }
}

interface Checkout {
  request: Request;
  reply: Reply;
  page: ShopPage<BasketColumns>;
  items: BasketItem[];
  answers: CheckoutAnswers;
}

const statusOf = (faults: CheckoutFaults): number => (Object.keys(faults.fields).length > 0 ? 422 : 409);

/** What the order itself does not ask for. */
function ownFaults(answers: CheckoutAnswers): CheckoutFaults {
  const { termsAccepted } = answers;
  const phone = phoneFault(answers);
  return {
    fields: {
      ...(termsAccepted ? {} : { terms: say('checkout.terms_missing') }),
      ...(phone ? { phone: say(phone) } : {}),
    },
  };
}

function phoneFault({ phone, substitutions, wantsTexts }: CheckoutAnswers): string | null {
  const wantsCall = [...substitutions.values()].includes('call_me');
  if (wantsCall && phone.trim() === '') return 'checkout.phone_needed';
  return wantsTexts && mobileNumber(phone) === null ? 'checkout.mobile_needed' : null;
}

function orderInput(items: BasketItem[], answers: CheckoutAnswers, { row }: ShopPage): OrderInput {
  const { name, email, phone, note, slotId, substitutions, payment, language, wantsTexts } = answers;
  const lines = items.map((item) => ({ ...item, substitution: substitutions.get(item.variantId) ?? 'leave_out' }));
  const terms = row.shop.legal.terms;
  const termsHash = terms ? createHash('sha256').update(terms).digest('hex') : null;
  return { customer: { name, email, phone }, note, slotId, lines, termsHash, payment, language, wantsTexts };
}

const FIELDS: Record<string, keyof CheckoutFaults['fields']> = {
  slotId: 'slots',
  'customer.name': 'name',
  'customer.email': 'email',
  'customer.phone': 'phone',
  note: 'note',
};

/** The sentences of a refusal, each at its field. */
function withErrors(faults: CheckoutFaults, error: AppError, { slotId }: CheckoutAnswers): CheckoutFaults {
  if (error instanceof InvalidInputError) {
    const fields = { ...faults.fields };
    for (const each of error.errors) {
      const field = FIELDS[each.path];
      if (field && !(field === 'slots' && slotId !== '')) fields[field] ??= errorSentences().say(each);
    }
    return Object.keys(fields).length > 0 ? { fields } : { fields, notice: errorSentences().say(error) };
  }
  if (error.code === 'orders.slot_full' || error.code === 'orders.slot_closed') {
    const sentence = say(error.code === 'orders.slot_full' ? 'checkout.slot_full' : 'checkout.slot_closed');
    return { fields: faults.fields, notice: sentence };
  }
  if (error.code === 'orders.sold_out') {
    return { fields: faults.fields, notice: say('checkout.sold_out', { name: error.details['name'] }) };
  }
  return { fields: faults.fields, notice: errorSentences().say(error) };
}
