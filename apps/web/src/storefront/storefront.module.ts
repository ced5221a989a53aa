import { Module } from '@nestjs/common';
import { AccountsModule } from '#libs/accounts';
import { OrdersModule } from '#libs/orders';
import { HttpModule } from '../http/http.module.js';
import { BasketController } from './basket.controller.js';
import { BasketCookie } from './basket-cookie.js';
import { CheckoutController } from './checkout.controller.js';
import { CrawlersController } from './crawlers.controller.js';
import { ErrorPages } from './error.page.js';
import { StorefrontHomeController } from './home.controller.js';
import { OrderController } from './order.controller.js';
import { PreviewController } from './preview.controller.js';
import { ProductsController } from './products.controller.js';
import { ShopPages } from './shop-pages.service.js';
import { TextsController } from './texts.controller.js';

@Module({
  imports: [HttpModule, AccountsModule, OrdersModule],
  controllers: [
    StorefrontHomeController,
    ProductsController,
    BasketController,
    CheckoutController,
    OrderController,
    TextsController,
    CrawlersController,
    PreviewController,
  ],
  providers: [ShopPages, BasketCookie, ErrorPages],
})
export class StorefrontModule {}
