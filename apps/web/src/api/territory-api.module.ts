import { Module } from '@nestjs/common';
import { ClosuresModule } from '#libs/closures';
import { FederationModule } from '#libs/federation';
import { FiguresModule } from '#libs/figures';
import { ImportsModule } from '#libs/imports';
import { ClosureOrdersApiController } from './closure-orders.controller.js';
import { FeedsApiController } from './feeds.controller.js';
import { FiguresApiController } from './figures.controller.js';
import { PlaceMatchesApiController } from './place-matches.controller.js';
import { TerritoryImportsApiController } from './territory-imports.controller.js';

@Module({
  imports: [ImportsModule, ClosuresModule, FederationModule, FiguresModule],
  controllers: [
    TerritoryImportsApiController,
    ClosureOrdersApiController,
    FeedsApiController,
    PlaceMatchesApiController,
    FiguresApiController,
  ],
})
export class TerritoryApiModule {}
