import { Module } from '@nestjs/common';
import { ShopsModule } from '#libs/shops';
import { HttpModule } from '../http/http.module.js';
import { ShopHoursController } from './shop-hours.controller.js';
import { ShopSettingsController } from './shop-settings.controller.js';

@Module({ imports: [HttpModule, ShopsModule], controllers: [ShopHoursController, ShopSettingsController] })
export class ShopSettingsModule {}
