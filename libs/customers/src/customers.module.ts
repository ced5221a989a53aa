import { Module } from '@nestjs/common';
import { AccountsModule } from '#libs/accounts';
import { OrdersModule } from '#libs/orders';
import { CustomerLinks } from './customer-links.service.js';
import { SendCustomerLink } from './customer-mail.job.js';
import { CustomerOrders } from './customer-orders.service.js';
import { OrderPasses } from './order-passes.service.js';

@Module({
  imports: [AccountsModule, OrdersModule],
  providers: [CustomerLinks, SendCustomerLink, CustomerOrders, OrderPasses],
  exports: [CustomerLinks, SendCustomerLink, CustomerOrders, OrderPasses],
})
export class CustomersModule {}
