import { Module } from '@nestjs/common';
import { ImportsModule } from '#libs/imports';
import { OrdersModule } from '#libs/orders';
import { PaymentsModule } from '#libs/payments';
import { PickupModule } from '#libs/pickup';
import { SearchModule } from '#libs/search';
import { ShopsModule } from '#libs/shops';
import { HttpModule } from '../http/http.module.js';
import { LookModule } from './look/look.module.js';
import { AppPagesModule } from './app/app-pages.module.js';
import { CounterModule } from './counter/counter.module.js';
import { MerchantHomeController } from './home.controller.js';
import { OpeningModule } from './opening/opening.module.js';
import { OrderPageController } from './order-page.controller.js';
import { OrderSlotsController } from './order-slots.controller.js';
import { OrderBoardController } from './orders.controller.js';
import { ImportColumnsController } from './import-columns.controller.js';
import { ProductImportsController } from './product-imports.controller.js';
import { ProductPagesModule } from './product-pages.module.js';
import { ShopPagesModule } from './shop-pages.module.js';

@Module({
  imports: [
    HttpModule,
    ImportsModule,
    OrdersModule,
    PaymentsModule,
    PickupModule,
    SearchModule,
    ShopsModule,
    ShopPagesModule,
    ProductPagesModule,
    AppPagesModule,
    CounterModule,
    OpeningModule,
    LookModule,
  ],
  controllers: [
    MerchantHomeController,
    OrderBoardController,
    OrderPageController,
    OrderSlotsController,
    ImportColumnsController,
    ProductImportsController,
  ],
})
export class MerchantModule {}
