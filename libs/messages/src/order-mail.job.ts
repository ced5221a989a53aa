import { Inject, Injectable } from '@nestjs/common';
import { MAIL_TASK, type MailKind, OrderBook, type OrderDetails } from '#libs/orders';
import {
  HandlesJob,
  type JobHandler,
  type JobPayload,
  type Mailer,
  MAILER,
  MailRefusedError,
  MailUnavailableError,
} from '#libs/platform';
import { Deliveries } from './deliveries.service.js';
import { MailWriter } from './mail-writer.js';
import { isOptional, MessageChoices } from './message-choices.service.js';

export interface OrderMailJob extends JobPayload {
  orderId: string;
  kind: MailKind;
  /** Tells messages of one kind about one order apart. */
  occasion?: string;
}

/** Sends one message about an order, at least once and at most twice, under one Message-ID. */
@Injectable()
@HandlesJob({ task: MAIL_TASK })
export class SendOrderMail implements JobHandler<OrderMailJob> {
  constructor(
    private readonly book: OrderBook,
    private readonly writer: MailWriter,
    private readonly choices: MessageChoices,
    private readonly deliveries: Deliveries,
    @Inject(MAILER) private readonly mailer: Mailer,
  ) {}

  async handle({ orderId, kind, occasion }: OrderMailJob): Promise<void> {
    const order = await this.book.byId(orderId);
    if (!order || (isOptional(kind) && !(await this.choices.of(order)).reminders)) return;
    const messageId = this.deliveries.idOf(partOf(kind, order, occasion), orderId);
    const mail = await this.writer.write(kind, order, messageId);
    if (!mail || !(await this.deliveries.begin({ messageId, kind, orderId }))) return;
    try {
      await this.mailer.send(mail);
    } catch (error) {
      if (error instanceof MailUnavailableError) await this.deliveries.end(messageId, 'unreachable');
      if (!(error instanceof MailRefusedError)) throw error;
      return this.deliveries.end(messageId, 'refused');
    }
    await this.deliveries.end(messageId, 'gone');
  }
}

/** Lines may be struck and money given back more than once: each time is a message of its own. */
function partOf(kind: MailKind, order: OrderDetails, occasion: string | undefined): string {
  if (occasion) return `${kind}.${occasion.replace(/[^\w+-]/g, '')}`;
  if (kind === 'refunded') return `refunded-${order.payment?.refunds.filter(({ status }) => status === 'done').length}`;
  const times = order.events.filter(({ reason }) => reason === 'struck').length;
  return kind === 'struck' ? `struck-${times}` : kind;
}
