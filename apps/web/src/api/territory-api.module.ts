import { Module } from '@nestjs/common';
import { ClosuresModule } from '#libs/closures';
import { ImportsModule } from '#libs/imports';
import { ClosureOrdersApiController } from './closure-orders.controller.js';
import { TerritoryImportsApiController } from './territory-imports.controller.js';

@Module({
  imports: [ImportsModule, ClosuresModule],
  controllers: [TerritoryImportsApiController, ClosureOrdersApiController],
})
export class TerritoryApiModule {}
