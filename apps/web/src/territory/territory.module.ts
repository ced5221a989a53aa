import { Module } from '@nestjs/common';
import { ClosuresModule } from '#libs/closures';
import { ImportsModule } from '#libs/imports';
import { SheetsModule } from '#libs/sheets';
import { ShopsModule } from '#libs/shops';
import { HttpModule } from '../http/http.module.js';
import { ClaimRequestsController } from './claim-requests.controller.js';
import { ClosuresController } from './closures/closures.controller.js';
import { TerritoryHomeController } from './home.controller.js';
import { TerritoryImportsController } from './imports.controller.js';
import { TerritorySheetsController } from './sheets.controller.js';
import { TerritoryShopsController } from './shops.controller.js';

@Module({
  imports: [HttpModule, ClosuresModule, ImportsModule, SheetsModule, ShopsModule],
  controllers: [
    TerritoryHomeController,
    TerritoryImportsController,
    TerritoryShopsController,
    TerritorySheetsController,
    ClaimRequestsController,
    ClosuresController,
  ],
})
export class TerritoryModule {}
