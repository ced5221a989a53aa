import { Module } from '@nestjs/common';
import { SearchModule } from '#libs/search';
import { HttpModule } from '../http/http.module.js';
import { PortalCommuneController } from './commune.controller.js';
import { PortalCrawlersController } from './crawlers.controller.js';
import { PortalHomeController } from './home.controller.js';
import { PortalInitiativeController } from './initiative.controller.js';
import { MyOrdersModule } from './my-orders/my-orders.module.js';
import { PortalSearchController } from './search.controller.js';
import { PortalShopsController } from './shops.controller.js';
import { PortalSuggestionsController } from './suggestions.controller.js';

@Module({
  imports: [HttpModule, MyOrdersModule, SearchModule],
  controllers: [
    PortalHomeController,
    PortalSearchController,
    PortalSuggestionsController,
    PortalCommuneController,
    PortalShopsController,
    PortalInitiativeController,
    PortalCrawlersController,
  ],
})
export class PortalModule {}
