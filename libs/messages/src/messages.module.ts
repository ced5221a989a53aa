import { Module } from '@nestjs/common';
import { OrdersModule } from '#libs/orders';
import { PickupModule } from '#libs/pickup';
import { Deliveries } from './deliveries.service.js';
import { MailWriter } from './mail-writer.js';
import { MessageChoices } from './message-choices.service.js';
import { SendOrderMail } from './order-mail.job.js';
import { TellRelay } from './order-relay.job.js';
import { OrderRelays } from './order-relay.service.js';
import { SendOrderText } from './order-text.job.js';

@Module({
  imports: [OrdersModule, PickupModule],
  providers: [MailWriter, Deliveries, MessageChoices, SendOrderMail, SendOrderText, OrderRelays, TellRelay],
  exports: [MessageChoices, SendOrderMail, SendOrderText, OrderRelays, TellRelay],
})
export class MessagesModule {}
