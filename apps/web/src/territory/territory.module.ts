import { Module } from '@nestjs/common';
import { ImportsModule } from '#libs/imports';
import { SheetsModule } from '#libs/sheets';
import { ShopsModule } from '#libs/shops';
import { HttpModule } from '../http/http.module.js';
import { ClaimRequestsController } from './claim-requests.controller.js';
import { TerritoryHomeController } from './home.controller.js';
import { TerritoryImportsController } from './imports.controller.js';
import { TerritorySheetsController } from './sheets.controller.js';
import { TerritoryShopsController } from './shops.controller.js';

@Module({
  imports: [HttpModule, ImportsModule, SheetsModule, ShopsModule],
  controllers: [
    TerritoryHomeController,
    TerritoryImportsController,
    TerritoryShopsController,
    TerritorySheetsController,
    ClaimRequestsController,
  ],
})
export class TerritoryModule {}
