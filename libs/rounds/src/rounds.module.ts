import { Module } from '@nestjs/common';
import { OrdersModule } from '#libs/orders';
import { ShopsModule } from '#libs/shops';
import { BasketHandovers } from './basket-handovers.service.js';
import { RoundBook } from './round-book.service.js';
import { RoundLinks } from './round-links.js';
import { SendRoundMail } from './round-mail.job.js';
import { RoundPlacing } from './round-placing.service.js';
import { RoundSweep } from './round-sweep.job.js';
import { Rounds } from './rounds.service.js';
import { Shelves } from './shelves.service.js';

@Module({
  imports: [OrdersModule, ShopsModule],
  providers: [Rounds, RoundPlacing, RoundBook, RoundLinks, Shelves, BasketHandovers, SendRoundMail, RoundSweep],
  exports: [Rounds, Shelves, BasketHandovers, SendRoundMail, RoundSweep],
})
export class RoundsModule {}
