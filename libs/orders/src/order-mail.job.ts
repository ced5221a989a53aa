import { Inject, Injectable } from '@nestjs/common';
import {
  HandlesJob,
  type JobHandler,
  type Mailer,
  MAILER,
  MailRefusedError,
  MailUnavailableError,
  SETTINGS,
  type Settings,
} from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { OrderBook } from './order-book.service.js';
import { OrderMailWriter } from './order-mail-writer.js';
import { MAIL_TASK, type MailKind } from './order-news.js';
import type { OrderJob } from './order-timers.job.js';

export interface OrderMailJob extends OrderJob {
  kind: MailKind;
}

/**
 * Sends one message about an order, at least once and at most twice, under one Message-ID: a try is counted before it is
 * made and given back when the server could not be reached, so only a crash between sending and noting repeats a mail.
 */
@Injectable()
@HandlesJob({ task: MAIL_TASK })
export class SendOrderMail implements JobHandler<OrderMailJob> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly book: OrderBook,
    private readonly writer: OrderMailWriter,
    @Inject(MAILER) private readonly mailer: Mailer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ orderId, kind }: OrderMailJob): Promise<void> {
    const order = await this.book.byId(orderId);
    const messageId = `<${kind}.${orderId}@${this.settings.baseDomain}>`;
    const mail = order && (await this.writer.write(kind, order, messageId));
    if (!mail || !(await this.countTry(messageId, kind, orderId))) return;
    try {
      await this.mailer.send(mail);
    } catch (error) {
      if (error instanceof MailUnavailableError) await this.set(messageId, 'attempts = greatest(attempts - 1, 0)');
      else if (error instanceof MailRefusedError) await this.set(messageId, 'attempts = 2');
      if (error instanceof MailRefusedError) return;
      throw error;
    }
    await this.set(messageId, 'sent_at = now()');
  }

  /** False when it was sent, or tried twice. */
  private async countTry(messageId: string, kind: MailKind, orderId: string): Promise<boolean> {
    const rows = await this.tenancy.shopTransaction((tx) =>
      tx.query<unknown[]>(
        `insert into mail_delivery as d (shop_id, message_id, kind, order_id, attempts) values ($1, $2, $3, $4, 1)
         on conflict (shop_id, message_id) do update set attempts = d.attempts + 1
           where d.sent_at is null and d.attempts < 2
         returning attempts`,
        [currentShopId(), messageId, kind, orderId],
      ),
    );
    return rows.length > 0;
  }

  private async set(
    messageId: string,
    change: 'sent_at = now()' | 'attempts = 2' | 'attempts = greatest(attempts - 1, 0)',
  ): Promise<void> {
    await this.tenancy.shopTransaction((tx) =>
      tx.query(`update mail_delivery set ${change} where shop_id = $1 and message_id = $2`, [
        currentShopId(),
        messageId,
      ]),
    );
  }
}
