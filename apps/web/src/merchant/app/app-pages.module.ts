import { Module } from '@nestjs/common';
import { HttpModule } from '../../http/http.module.js';
import { AppFilesController } from './app-files.controller.js';

/** The back office as an app on a merchant's phone. */
@Module({
  imports: [HttpModule],
  controllers: [AppFilesController],
})
export class AppPagesModule {}
