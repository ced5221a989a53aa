import { Inject, Injectable } from '@nestjs/common';
import { OrderBook, TEXT_TASK } from '#libs/orders';
import {
  HandlesJob,
  type JobHandler,
  SMS_SENDER,
  type SmsSender,
  SmsRefusedError,
  SmsUnavailableError,
} from '#libs/platform';
import { Deliveries } from './deliveries.service.js';
import { MessageChoices } from './message-choices.service.js';
import type { OrderMailJob } from './order-mail.job.js';
import { mobileNumber, textMessage } from './text-writer.js';

/** Sends a text message beside the mail, where service, shop and customer want it; at most twice, under one reference. */
@Injectable()
@HandlesJob({ task: TEXT_TASK })
export class SendOrderText implements JobHandler<OrderMailJob> {
  constructor(
    private readonly book: OrderBook,
    private readonly choices: MessageChoices,
    private readonly deliveries: Deliveries,
    @Inject(SMS_SENDER) private readonly sender: SmsSender | null,
  ) {}

  async handle({ orderId, kind }: OrderMailJob): Promise<void> {
    if (!this.sender) return;
    const [order, shop] = await Promise.all([this.book.byId(orderId), this.choices.ofShop()]);
    const to = mobileNumber(order?.customer.phone ?? null);
    if (!order?.wantsTexts || !shop.sendsTexts || to === null || order.isErased) return;
    const text = textMessage(kind, order, shop.name);
    if (text === null || !(await this.choices.of(order)).texts) return;
    const messageId = this.deliveries.idOf(`sms.${kind}`, orderId);
    if (!(await this.deliveries.begin({ messageId, kind: `sms.${kind}`, orderId }))) return;
    try {
      await this.sender.send({ to, text, reference: `${kind}.${orderId}` });
    } catch (error) {
      if (error instanceof SmsUnavailableError) await this.deliveries.end(messageId, 'unreachable');
      if (!(error instanceof SmsRefusedError)) throw error;
      return this.deliveries.end(messageId, 'refused');
    }
    await this.deliveries.end(messageId, 'gone');
  }
}
