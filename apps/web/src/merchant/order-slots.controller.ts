import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { NotFoundError } from '#libs/kernel';
import { isFinal, OrderBook, Orders } from '#libs/orders';
import { PickupSlots } from '#libs/pickup';
import { redirectTo } from '../http/flash.js';
import { freshForm, type FormView, parseForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply } from '../http/site-request.js';
import { slotText } from '../http/wording.js';

const SHOWN = 24;

const slotsForm = z.object({
  slots: z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.string().max(60)).max(24)),
});

/** Another slot for an order: the merchant proposes, its customer chooses. */
@Controller('@gestion/commandes/:id/creneaux')
export class OrderSlotsController {
  constructor(
    private readonly book: OrderBook,
    private readonly orders: Orders,
    private readonly pickup: PickupSlots,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('shop_member')
  async ask(@Param('id') id: string, @Res() reply: Reply): Promise<void> {
    await this.show(id, reply, freshForm());
  }

  @Post()
  @Policy('shop_member')
  async propose(@Param('id') id: string, @Body() body: unknown, @Actor() actor: SignedIn, @Res() reply: Reply) {
    try {
      const { number } = await this.orders.proposeSlots(
        id,
        parseForm(slotsForm, body).slots,
        `person:${actor.personId}`,
      );
      redirectTo(reply, `/commandes/${id}`, { key: 'order_slots.done', values: { number } });
    } catch (error) {
      if (error instanceof NotFoundError) throw error;
      const form = refusedForm(error, body, 'slots');
      await this.show(id, reply, form, form.status);
    }
  }

  private async show(id: string, reply: Reply, form: FormView, status = 200): Promise<void> {
    const order = await this.book.byId(id);
    if (!order) throw new NotFoundError();
    const kept = order.lines.filter((line) => line.struck < line.quantity);
    const items = kept.reduce((sum, line) => sum + line.quantity - line.struck, 0);
    const query = { variantIds: kept.map((line) => line.variantId), items };
    const slots = isFinal(order.status) ? [] : await this.pickup.upcoming(query);
    const chosen = [form.values['slots'] ?? order.proposals.map((slot) => slot.id)].flat();
    await page(
      reply,
      'merchant/order-slots',
      {
        title: this.pages.say('merchant', 'order_slots.title', { number: order.number }),
        url: `/commandes/${id}`,
        customerName: order.customer.name,
        slot: slotText(order.slot),
        isLost: order.slotLostAt !== null,
        choices: slots
          .filter((slot) => slot.remaining > 0 && slot.id !== order.slot.id)
          .slice(0, SHOWN)
          .map((slot) => ({ value: slot.id, label: slotText(slot), isSelected: chosen.includes(slot.id) })),
        form,
      },
      { status },
    );
  }
}
