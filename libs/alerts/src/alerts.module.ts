import { Module } from '@nestjs/common';
import { OrdersModule } from '#libs/orders';
import { SendPush, TellOfOrder } from './order-alert.job.js';
import { PushDevices } from './push-devices.service.js';
import { PushSender } from './push-sender.service.js';

@Module({
  imports: [OrdersModule],
  providers: [PushDevices, PushSender, TellOfOrder, SendPush],
  exports: [PushDevices, PushSender],
})
export class AlertsModule {}
