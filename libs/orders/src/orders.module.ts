import { Module } from '@nestjs/common';
import { PickupModule } from '#libs/pickup';
import { CodeAttempts } from './code-attempts.js';
import { LostSlots } from './rebooking/lost-slots.job.js';
import { Rebooking } from './rebooking/rebooking.service.js';
import { SlotOffers } from './rebooking/slot-offers.js';
import { KeySweep } from './key-sweep.job.js';
import { OrderBook } from './order-book.service.js';
import { OrderCounter } from './order-counter.service.js';
import { OrderHandover } from './order-handover.service.js';
import { OrderLife } from './order-life.service.js';
import { OrderLinks } from './order-links.js';
import { OrderIndex } from './order-index.js';
import { OrderIndexFill } from './order-index-fill.job.js';
import { OrderMoves } from './order-moves.service.js';
import { OrderNews } from './order-news.js';
import { OrderPaying } from './order-paying.service.js';
import { OrderPlacing } from './order-placing.service.js';
import { LapseJob, NoShowJob, ReminderJob } from './order-timers.job.js';
import { Orders } from './orders.service.js';
import { ShopDay } from './shop-day.service.js';

@Module({
  imports: [PickupModule],
  providers: [
    Orders,
    OrderBook,
    ShopDay,
    OrderPlacing,
    OrderPaying,
    OrderLife,
    OrderMoves,
    OrderHandover,
    OrderCounter,
    OrderNews,
    OrderLinks,
    CodeAttempts,
    OrderIndex,
    OrderIndexFill,
    Rebooking,
    SlotOffers,
    LostSlots,
    KeySweep,
    LapseJob,
    NoShowJob,
    ReminderJob,
  ],
  exports: [Orders, OrderBook, OrderIndex, OrderCounter, OrderPaying, CodeAttempts, ShopDay, LostSlots],
})
export class OrdersModule {}
