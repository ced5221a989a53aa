import { Module } from '@nestjs/common';
import { OrdersModule } from '#libs/orders';
import { PickupModule } from '#libs/pickup';
import { Deliveries } from './deliveries.service.js';
import { MailWriter } from './mail-writer.js';
import { MessageChoices } from './message-choices.service.js';
import { SendOrderMail } from './order-mail.job.js';
import { SendOrderText } from './order-text.job.js';

@Module({
  imports: [OrdersModule, PickupModule],
  providers: [MailWriter, Deliveries, MessageChoices, SendOrderMail, SendOrderText],
  exports: [MessageChoices, SendOrderMail, SendOrderText],
})
export class MessagesModule {}
