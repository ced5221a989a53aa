import { Module } from '@nestjs/common';
import { ImportsModule } from '#libs/imports';
import { ShopsModule } from '#libs/shops';
import { HttpModule } from '../http/http.module.js';
import { TerritoryHomeController } from './home.controller.js';
import { TerritoryImportsController } from './imports.controller.js';
import { TerritoryShopsController } from './shops.controller.js';

@Module({
  imports: [HttpModule, ImportsModule, ShopsModule],
  controllers: [TerritoryHomeController, TerritoryImportsController, TerritoryShopsController],
})
export class TerritoryModule {}
