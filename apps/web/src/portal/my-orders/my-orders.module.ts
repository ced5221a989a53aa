import { Module } from '@nestjs/common';
import { CustomersModule } from '#libs/customers';
import { HttpModule } from '../../http/http.module.js';
import { CustomerAccountController } from './customer-account.controller.js';
import { CustomerSession } from './customer-session.js';
import { KeptOrders } from './kept-orders.js';
import { MyOrdersController } from './my-orders.controller.js';

@Module({
  imports: [HttpModule, CustomersModule],
  controllers: [MyOrdersController, CustomerAccountController],
  providers: [KeptOrders, CustomerSession],
})
export class MyOrdersModule {}
