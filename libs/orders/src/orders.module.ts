import { Module } from '@nestjs/common';
import { PickupModule } from '#libs/pickup';
import { OrderBook } from './order-book.service.js';
import { Orders } from './orders.service.js';

@Module({ imports: [PickupModule], providers: [Orders, OrderBook], exports: [Orders, OrderBook] })
export class OrdersModule {}
