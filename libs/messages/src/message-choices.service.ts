import { Injectable } from '@nestjs/common';
import { type MailKind, type OrderDetails, OrderIndex } from '#libs/orders';
import { currentShopId, Tenancy } from '#libs/tenancy';

/** What a customer wants of one shop, beyond the messages that an order cannot do without. */
export interface MessageChoice {
  reminders: boolean;
  texts: boolean;
}

/** Messages that an order does not need: they can be stopped with one click. */
export const isOptional = (kind: MailKind): boolean => kind === 'reminder';

@Injectable()
export class MessageChoices {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly index: OrderIndex,
  ) {}

  /** Of the order's customer in the current shop; everything unless they said otherwise. */
  async of({ customer }: OrderDetails): Promise<MessageChoice> {
    const [row] = await this.tenancy.shopRead<MessageChoice>(
      'select reminders, texts from message_choice where shop_id = $1 and email_hash = $2',
      [currentShopId(), this.index.hash(customer.email)],
    );
    return row ?? { reminders: true, texts: true };
  }

  /** Of the current shop: whether it sends texts at all, and under which name. */
  async ofShop(): Promise<{ name: string; sendsTexts: boolean }> {
    const [row] = await this.tenancy.shopRead<{ name: string; sendsTexts: boolean }>(
      'select name, sends_texts as "sendsTexts" from shop where shop_id = $1',
      [currentShopId()],
    );
    return row ?? { name: '', sendsTexts: false };
  }

  async choose({ customer }: OrderDetails, { reminders, texts }: MessageChoice): Promise<void> {
    await this.tenancy.shopTransaction((tx) =>
      tx.query(
        `insert into message_choice (shop_id, email_hash, reminders, texts) values ($1, $2, $3, $4)
         on conflict (shop_id, email_hash) do update
           set reminders = excluded.reminders, texts = excluded.texts, changed_at = now()`,
        [currentShopId(), this.index.hash(customer.email), reminders, texts],
      ),
    );
  }
}
