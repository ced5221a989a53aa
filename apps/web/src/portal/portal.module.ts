import { Module } from '@nestjs/common';
import { AccountsModule } from '#libs/accounts';
import { FaceModule } from '#libs/face';
import { FederationModule } from '#libs/federation';
import { FiguresModule } from '#libs/figures';
import { ImportsModule } from '#libs/imports';
import { ModerationModule } from '#libs/moderation';
import { RoundsModule } from '#libs/rounds';
import { SearchModule } from '#libs/search';
import { HttpModule } from '../http/http.module.js';
import { PortalBasketsController } from './baskets.controller.js';
import { BasketsCookie } from './baskets-cookie.js';
import { PortalCheckoutController } from './checkout.controller.js';
import { PortalCommuneController } from './commune.controller.js';
import { PortalCrawlersController } from './crawlers.controller.js';
import { PortalHomeController } from './home.controller.js';
import { InitiativeFacts } from './initiatives/initiative-facts.js';
import { PortalInitiativeController } from './initiatives/initiative.controller.js';
import { PortalInitiativesController } from './initiatives/initiatives.controller.js';
import { MyOrdersModule } from './my-orders/my-orders.module.js';
import { PortalOpenDataController } from './out/open-data.controller.js';
import { PortalRegionFeedsController } from './out/region-feeds.controller.js';
import { PortalReportController } from './moderation/report.controller.js';
import { PortalReportFollowController } from './moderation/report-follow.controller.js';
import { PortalTransparencyController } from './moderation/transparency.controller.js';
import { PortalTextsController } from './texts/portal-texts.controller.js';
import { PortalMapController } from './places/map.controller.js';
import { PortalPlacesController } from './places/places.controller.js';
import { OpenFiguresController } from './open-figures.controller.js';
import { PortalRoundController } from './round.controller.js';
import { PortalSearchController } from './search.controller.js';
import { PortalShopsController } from './shops.controller.js';
import { PortalSuggestionsController } from './suggestions.controller.js';

@Module({
  imports: [
    HttpModule,
    AccountsModule,
    FaceModule,
    FederationModule,
    FiguresModule,
    ImportsModule,
    ModerationModule,
    MyOrdersModule,
    RoundsModule,
    SearchModule,
  ],
  providers: [BasketsCookie, InitiativeFacts],
  controllers: [
    PortalHomeController,
    PortalSearchController,
    PortalSuggestionsController,
    PortalCommuneController,
    PortalPlacesController,
    PortalMapController,
    PortalShopsController,
    PortalInitiativesController,
    PortalInitiativeController,
    PortalCrawlersController,
    PortalOpenDataController,
    PortalRegionFeedsController,
    PortalBasketsController,
    PortalCheckoutController,
    PortalRoundController,
    OpenFiguresController,
    PortalReportController,
    PortalReportFollowController,
    PortalTextsController,
    PortalTransparencyController,
  ],
})
export class PortalModule {}
