import { Module } from '@nestjs/common';
import { AccountsModule } from '#libs/accounts';
import { OrdersModule } from '#libs/orders';
import { PaymentsModule } from '#libs/payments';
import { PickupModule } from '#libs/pickup';
import { RoundsModule } from '#libs/rounds';
import { HttpModule } from '../http/http.module.js';
import { CustomerOrdersController } from './customer-orders.controller.js';
import { MerchantOrdersController } from './merchant-orders.controller.js';
import { OpenApiController } from './open-api.controller.js';
import { RegionApiModule } from './region.module.js';
import { RoundsController } from './rounds.controller.js';
import { ShopProductsModule } from './shop-products.module.js';
import { ShopSettingsModule } from './shop-settings.module.js';
import { StripeEventsController } from './stripe-events.controller.js';
import { TerritoryApiModule } from './territory-api.module.js';
import { ShopOrdersController } from './shop-orders.controller.js';

@Module({
  imports: [
    HttpModule,
    AccountsModule,
    OrdersModule,
    PaymentsModule,
    PickupModule,
    RoundsModule,
    RegionApiModule,
    ShopSettingsModule,
    ShopProductsModule,
    TerritoryApiModule,
  ],
  controllers: [
    OpenApiController,
    RoundsController,
    ShopOrdersController,
    CustomerOrdersController,
    MerchantOrdersController,
    StripeEventsController,
  ],
})
export class ApiModule {}
