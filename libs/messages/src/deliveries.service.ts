import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';

/** One message of the current shop. `messageId` is the same at each try. */
export interface Delivery {
  messageId: string;
  kind: string;
  orderId: string;
}

/** How a try ended: `gone` and `refused` are final, `unreachable` did not count. */
export type Outcome = 'gone' | 'refused' | 'unreachable';

const CHANGES: Record<Outcome, string> = {
  gone: 'sent_at = now()',
  refused: 'attempts = 2',
  unreachable: 'attempts = greatest(attempts - 1, 0)',
};

/**
 * Sends at least once and at most twice: a try is counted before it is made and given back when nobody could be reached,
 * so only a crash between sending and noting repeats a message.
 */
@Injectable()
export class Deliveries {
  constructor(
    private readonly tenancy: Tenancy,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The Message-ID of one message about an order: `<ready.<order id>@<domain>>`. */
  idOf(part: string, orderId: string): string {
    return `<${part}.${orderId}@${this.settings.baseDomain}>`;
  }

  /** False when it was sent, or tried twice. */
  async begin({ messageId, kind, orderId }: Delivery): Promise<boolean> {
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

  async end(messageId: string, outcome: Outcome): Promise<void> {
    await this.tenancy.shopTransaction((tx) =>
      tx.query(`update mail_delivery set ${CHANGES[outcome]} where shop_id = $1 and message_id = $2`, [
        currentShopId(),
        messageId,
      ]),
    );
  }
}
