import { Inject, Injectable } from '@nestjs/common';
import { OrderBook, TEXT_TASK } from '#libs/orders';
import {
  HandlesJob,
  type JobHandler,
  SETTINGS,
  type Settings,
  SMS_SENDER,
  type SmsSender,
  SmsRefusedError,
  SmsUnavailableError,
} from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { Deliveries } from './deliveries.service.js';
import { MessageChoices } from './message-choices.service.js';
import type { OrderMailJob } from './order-mail.job.js';
import { mobileNumber, textMessage } from './text-writer.js';

/** Sends a text message beside the mail, where service, shop and customer want it; at most twice, under one reference. */
@Injectable()
@HandlesJob({ task: TEXT_TASK })
export class SendOrderText implements JobHandler<OrderMailJob> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly book: OrderBook,
    private readonly choices: MessageChoices,
    private readonly deliveries: Deliveries,
    @Inject(SMS_SENDER) private readonly sender: SmsSender | null,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ orderId, kind }: OrderMailJob): Promise<void> {
    if (!this.sender) return;
    const [order, [shop]] = await Promise.all([
      this.book.byId(orderId),
      this.tenancy.shopRead<{ name: string; sends_texts: boolean }>(
        'select name, sends_texts from shop where shop_id = $1',
        [currentShopId()],
      ),
    ]);
    const to = mobileNumber(order?.customer.phone ?? null);
    if (!order?.wantsTexts || !shop?.sends_texts || to === null || order.isErased) return;
    const text = textMessage(kind, order, shop.name);
    if (text === null || !(await this.choices.of(order)).texts) return;
    const messageId = `<sms.${kind}.${orderId}@${this.settings.baseDomain}>`;
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
