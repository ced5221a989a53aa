import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { OrderBook, type OrderDetails, type OrderStatus } from '#libs/orders';
import { type DomainEvent, HandlesJob, type JobHandler, type JobPayload, Jobs, SubscribesTo } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { orderAlert } from './alert-text.js';
import { type AlertTopic, PushDevices } from './push-devices.service.js';
import { PushSender } from './push-sender.service.js';

const PUSH_TASK = 'alerts.push';
/** With the worker's exponential back-off the ninth try comes after an hour and a half. */
const TRIES = 9;

interface OrderMoved extends DomainEvent {
  orderId: string;
  status: OrderStatus;
}

interface PushJob extends JobPayload {
  deviceId: string;
  orderId: string;
  topic: AlertTopic;
}

/** The push service did not take the message this time: the worker tries again. */
export class PushDelayedError extends Error {}

/** Makes one job a device of an order that came in, or that its customer cancelled. */
@Injectable()
@SubscribesTo({ types: ['order.moved'], task: 'alerts.order_moved' })
export class TellOfOrder implements JobHandler<OrderMoved> {
  constructor(
    private readonly book: OrderBook,
    private readonly devices: PushDevices,
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
  ) {}

  async handle({ orderId, status, eventId }: OrderMoved): Promise<void> {
    const order = await this.book.byId(orderId);
    const topic = order && topicOf(order, status);
    if (!topic) return;
    const listeners = await this.devices.listeners(topic);
    await this.tenancy.shopTransaction(async (tx) => {
      for (const { deviceId } of listeners) {
        const job: PushJob = { shopId: currentShopId(), deviceId, orderId, topic };
        await this.jobs.enqueue(tx, PUSH_TASK, job, { key: `${PUSH_TASK}:${eventId}:${deviceId}`, maxAttempts: TRIES });
      }
    });
  }
}

/** Sends one message to one device: at least once, and shown once, for the second takes the place of the first. */
@Injectable()
@HandlesJob({ task: PUSH_TASK })
export class SendPush implements JobHandler<PushJob> {
  constructor(
    private readonly book: OrderBook,
    private readonly devices: PushDevices,
    private readonly sender: PushSender,
    private readonly tenancy: Tenancy,
  ) {}

  async handle({ deviceId, orderId, topic }: PushJob): Promise<void> {
    const [order, [target]] = await Promise.all([this.book.byId(orderId), this.devices.listeners(topic, deviceId)]);
    if (!order || !target || isOver(order, topic)) return;
    const [shop] = await this.tenancy.shopRead<{ name: string }>('select name from shop where shop_id = $1', [
      currentShopId(),
    ]);
    const { outcome, fault } = await this.sender.send(target, orderAlert(topic, order, shop?.name ?? '', Clock.now()));
    if (outcome === 'gone') return this.devices.forget(deviceId);
    await this.devices.note(deviceId, fault);
    if (outcome === 'later') throw new PushDelayedError(fault ?? '');
  }
}

/** An order is new when it waits for an answer or was accepted by itself; the merchant's own moves are no news to him. */
function topicOf(order: OrderDetails, status: OrderStatus): AlertTopic | null {
  if (order.payment?.status === 'awaiting') return null;
  if (status === 'cancelled') return 'cancellations';
  const isByItself = order.events.some(({ to, actor }) => to === 'accepted' && actor === 'system');
  return status === 'placed' || (status === 'accepted' && isByItself) ? 'new_orders' : null;
}

/** A message that was held up says nothing that is no longer so. */
const isOver = (order: OrderDetails, topic: AlertTopic): boolean =>
  topic === 'new_orders' && order.status !== 'placed' && order.status !== 'accepted';
