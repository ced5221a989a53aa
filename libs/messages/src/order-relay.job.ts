import { Inject, Injectable } from '@nestjs/common';
import { OrderBook, type OrderDetails, type OrderStatus } from '#libs/orders';
import {
  type DomainEvent,
  type JobHandler,
  SMS_SENDER,
  type SmsSender,
  SmsRefusedError,
  SubscribesTo,
} from '#libs/platform';
import { currentShopId } from '#libs/tenancy';
import { Deliveries } from './deliveries.service.js';
import { whenText } from './mail-words.js';
import { OrderRelays } from './order-relay.service.js';
import { mobileNumber } from './text-writer.js';

interface OrderMoved extends DomainEvent {
  orderId: string;
  status: OrderStatus;
}

/** Tells a merchant without a computer by text message that an order came in, or that its customer cancelled. */
@SubscribesTo({ types: ['order.moved'], task: 'messages.relay' })
@Injectable()
export class TellRelay implements JobHandler<OrderMoved> {
  constructor(
    private readonly relays: OrderRelays,
    private readonly book: OrderBook,
    private readonly deliveries: Deliveries,
    @Inject(SMS_SENDER) private readonly sender: SmsSender | null,
  ) {}

  async handle({ orderId, status }: OrderMoved): Promise<void> {
    if (!this.sender || (status !== 'placed' && status !== 'cancelled')) return;
    const { relay, phone } = await this.relays.of(currentShopId());
    const to = mobileNumber(phone);
    const order = relay === 'sms' && to !== null ? await this.book.byId(orderId) : null;
    if (!order || to === null) return;
    const kind = `relay.${status}`;
    const messageId = this.deliveries.idOf(kind, orderId);
    if (!(await this.deliveries.begin({ messageId, kind, orderId }))) return;
    try {
      await this.sender.send({ to, text: relayText(order, status), reference: `${kind}.${orderId}` });
    } catch (error) {
      await this.deliveries.end(messageId, error instanceof SmsRefusedError ? 'refused' : 'unreachable');
      if (error instanceof SmsRefusedError) return;
      throw error;
    }
    await this.deliveries.end(messageId, 'gone');
  }
}

const LONGEST = 300;

/** What the merchant needs to answer by telephone; no link, for there is nothing to open it with. */
export function relayText(order: OrderDetails, status: 'placed' | 'cancelled'): string {
  const lines = order.lines.map(({ quantity, struck, name }) => `${quantity - struck} ${name}`).join(', ');
  const text =
    status === 'placed'
      ? `Commande ${order.number} de ${order.customer.name}, ${whenText(order)} : ${lines}. Répondez par téléphone à votre réseau.`
      : `La commande ${order.number} de ${order.customer.name} est annulée par le client.`;
  const plain = text.replaceAll('\u00a0', ' ');
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST - 1)}…`;
}
