import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { ImportedShops } from '#libs/imports';
import { NotFoundError } from '#libs/kernel';
import { OrderRelays, relayInput } from '#libs/messages';
import { Orders } from '#libs/orders';
import { asShop } from '#libs/tenancy';
import { scopeOf } from '../../http/actor-scope.js';
import { redirectTo } from '../../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply } from '../../http/site-request.js';
import { relayedShop } from './relay.mapper.js';

const PATH = '/territoire/telephone';
const answerForm = z.object({ answer: z.enum(['accept', 'refuse', 'ready', 'collected']) });

/** Merchants without a computer: their orders on paper for the day, and what they answer by telephone. */
@Controller('@gestion/territoire')
export class RelayController {
  constructor(
    private readonly relays: OrderRelays,
    private readonly orders: Orders,
    private readonly shops: ImportedShops,
    private readonly pages: Pages,
  ) {}

  @Get('telephone')
  @Policy('initiative_agent')
  async show(@Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    const shops = await this.relays.list(scopeOf(actor));
    const view = { title: this.say('title'), shops: shops.map((shop) => relayedShop(shop, PATH, this.say)) };
    await page(reply, 'territory/relay', view);
  }

  /** What the merchant said on the telephone. */
  @Post('telephone/:shopId/commandes/:orderId')
  @Policy('initiative_agent')
  async answer(
    @Actor() actor: SignedIn,
    @Param('shopId') shopId: string,
    @Param('orderId') orderId: string,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    const { answer } = parseForm(answerForm, body);
    const shop = await this.relays.find(scopeOf(actor), shopId);
    const by = `person:${actor.personId}` as const;
    const order = await asShop(shop.shopId, () => {
      if (answer === 'accept') return this.orders.accept(orderId, by);
      if (answer === 'refuse') return this.orders.refuse(orderId, { reason: 'sold_out' }, by);
      if (answer === 'ready') return this.orders.markReady(orderId, by);
      return this.orders.collectWithoutCode(orderId, by);
    });
    redirectTo(reply, PATH, { key: `relay.done_${answer}`, values: { number: order.number, shop: shop.name } });
  }

  @Get('aide/:shopId/relais')
  @Policy('initiative_agent')
  async choice(@Actor() actor: SignedIn, @Param('shopId') shopId: string, @Res() reply: Reply): Promise<void> {
    const { relay, phone } = await this.ofScope(actor, shopId);
    await this.showChoice(reply, actor, shopId, freshForm({ relay, phone }));
  }

  /** As the merchant wishes. */
  @Post('aide/:shopId/relais')
  @Policy('initiative_agent')
  async choose(
    @Actor() actor: SignedIn,
    @Param('shopId') shopId: string,
    @Body() body: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    await this.ofScope(actor, shopId);
    try {
      await this.relays.set(shopId, parseForm(relayInput, body));
      redirectTo(reply, PATH, { key: 'relay.chosen' });
    } catch (error) {
      await this.showChoice(reply, actor, shopId, refusedForm(error, body, 'phone'));
    }
  }

  private async ofScope(actor: SignedIn, shopId: string) {
    const shop = await this.shops.find(scopeOf(actor), shopId);
    if (!shop) throw new NotFoundError();
    return this.relays.of(shop.shopId);
  }

  private async showChoice(
    reply: Reply,
    actor: SignedIn,
    shopId: string,
    form: FormView & { status?: number },
  ): Promise<void> {
    const shop = await this.ofScope(actor, shopId);
    const view = {
      title: this.say('choose', { shop: shop.name }),
      form,
      action: `/territoire/aide/${shop.shopId}/relais`,
      choices: (['sms', 'slip', 'none'] as const).map((value) => ({
        value,
        label: this.say(`relay_${value}`),
        hint: this.say(`relay_${value}_hint`),
        isSelected: form.values['relay'] === value,
      })),
    };
    await page(reply, 'territory/relay-choice', view, { status: form.status ?? 200 });
  }

  private readonly say = (key: string, values?: Record<string, unknown>): string =>
    this.pages.say('territory', `relay.${key}`, values);
}
