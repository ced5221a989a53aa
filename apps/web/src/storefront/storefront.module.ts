import { Module } from '@nestjs/common';
import { AccountsModule } from '#libs/accounts';
import { LooksModule } from '#libs/looks';
import { CustomersModule } from '#libs/customers';
import { MessagesModule } from '#libs/messages';
import { OrdersModule } from '#libs/orders';
import { PaymentsModule } from '#libs/payments';
import { RoundsModule } from '#libs/rounds';
import { ShopsModule } from '#libs/shops';
import { HttpModule } from '../http/http.module.js';
import { BasketController } from './basket.controller.js';
import { BasketCookie } from './basket-cookie.js';
import { BasketHandoverController } from './basket-handover.controller.js';
import { CheckoutController } from './checkout.controller.js';

import { ErrorPages } from './error.page.js';
import { CrawlersController } from './feeds/crawlers.controller.js';
import { FeedRows } from './feeds/feed-rows.service.js';
import { FeedsController } from './feeds/feeds.controller.js';
import { StorefrontHomeController } from './home.controller.js';
import { CustomerOrderFinder } from './customer-order.finder.js';
import { OrderController } from './order.controller.js';
import { OrderCalendarController } from './order-calendar.controller.js';
import { OrderKeepController } from './order-keep.controller.js';
import { OrderLiveController } from './order-live.controller.js';
import { OrderMessagesController } from './order-messages.controller.js';
import { OrderLawController } from './order-law.controller.js';
import { OrderNewsroom } from './order-newsroom.js';
import { OrderPaymentController } from './order-payment.controller.js';
import { ReportController } from './report.controller.js';
import { PreviewController } from './preview.controller.js';
import { PickupDays } from './product/pickup-days.js';
import { ProductsController } from './product/products.controller.js';
import { ShopPages } from './shop-pages.service.js';
import { TextsController } from './texts.controller.js';

@Module({
  imports: [
    HttpModule,
    AccountsModule,
    CustomersModule,
    LooksModule,
    MessagesModule,
    OrdersModule,
    PaymentsModule,
    RoundsModule,
    ShopsModule,
  ],
  controllers: [
    StorefrontHomeController,
    ProductsController,
    BasketController,
    BasketHandoverController,
    CheckoutController,
    OrderController,
    OrderCalendarController,
    OrderKeepController,
    OrderLiveController,
    OrderMessagesController,
    OrderPaymentController,
    OrderLawController,
    TextsController,
    CrawlersController,
    FeedsController,
    PreviewController,
    ReportController,
  ],
  providers: [ShopPages, PickupDays, CustomerOrderFinder, OrderNewsroom, BasketCookie, ErrorPages, FeedRows],
})
export class StorefrontModule {}
