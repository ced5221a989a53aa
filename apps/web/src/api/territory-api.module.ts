import { Module } from '@nestjs/common';
import { ClosuresModule } from '#libs/closures';
import { FederationModule } from '#libs/federation';
import { ImportsModule } from '#libs/imports';
import { ClosureOrdersApiController } from './closure-orders.controller.js';
import { FeedsApiController } from './feeds.controller.js';
import { PlaceMatchesApiController } from './place-matches.controller.js';
import { TerritoryImportsApiController } from './territory-imports.controller.js';

@Module({
  imports: [ImportsModule, ClosuresModule, FederationModule],
  controllers: [
    TerritoryImportsApiController,
    ClosureOrdersApiController,
    FeedsApiController,
    PlaceMatchesApiController,
  ],
})
export class TerritoryApiModule {}
