import { Module } from '@nestjs/common';
import { OrdersModule } from '#libs/orders';
import { HttpModule } from '../../http/http.module.js';
import { CounterController } from './counter.controller.js';

/** Where orders change hands. */
@Module({ imports: [HttpModule, OrdersModule], controllers: [CounterController] })
export class CounterModule {}
