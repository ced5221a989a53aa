import { Module } from '@nestjs/common';
import { AlertsModule } from '#libs/alerts';
import { ShopsModule } from '#libs/shops';
import { HttpModule } from '../../http/http.module.js';
import { AlertsController } from './alerts.controller.js';
import { AppFilesController } from './app-files.controller.js';

/** The back office as an app on a merchant's phone. */
@Module({
  imports: [HttpModule, AlertsModule, ShopsModule],
  controllers: [AppFilesController, AlertsController],
})
export class AppPagesModule {}
