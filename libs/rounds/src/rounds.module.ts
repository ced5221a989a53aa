import { Module } from '@nestjs/common';
import { OrdersModule } from '#libs/orders';
import { ShopsModule } from '#libs/shops';
import { BasketHandovers } from './basket-handovers.service.js';
import { RoundBook } from './round-book.service.js';
import { RoundLinks } from './round-links.js';
import { RoundPlacing } from './round-placing.service.js';
import { Rounds } from './rounds.service.js';
import { Shelves } from './shelves.service.js';

@Module({
  imports: [OrdersModule, ShopsModule],
  providers: [Rounds, RoundPlacing, RoundBook, RoundLinks, Shelves, BasketHandovers],
  exports: [Rounds, Shelves, BasketHandovers],
})
export class RoundsModule {}
