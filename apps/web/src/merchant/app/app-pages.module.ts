import { Module } from '@nestjs/common';
import { AlertsModule } from '#libs/alerts';
import { OrdersModule } from '#libs/orders';
import { ShopsModule } from '#libs/shops';
import { HttpModule } from '../../http/http.module.js';
import { AlertsController } from './alerts.controller.js';
import { AppFilesController } from './app-files.controller.js';
import { PosterController } from './poster.controller.js';
import { SlipsController } from './slips.controller.js';

/** The back office as an app on a merchant's phone. */
@Module({
  imports: [HttpModule, AlertsModule, OrdersModule, ShopsModule],
  controllers: [AppFilesController, AlertsController, SlipsController, PosterController],
})
export class AppPagesModule {}
