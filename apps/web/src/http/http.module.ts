import { Module } from '@nestjs/common';
import { AuditModule } from '#libs/audit';
import { FaceModule } from '#libs/face';
import { SearchModule } from '#libs/search';
import { EventStreams } from './event-streams.js';
import { EveryHostController } from './every-host.controller.js';
import { FaceFilesController } from './face-files.controller.js';
import { Media } from './media.js';
import { BackOfficeMediaController, PortalMediaController, ShopMediaController } from './media.controller.js';
import { Metrics } from './metrics.js';
import { Pages } from './pages.js';
import { FrameBuilder } from './site-frame.js';

@Module({
  imports: [AuditModule, FaceModule, SearchModule],
  controllers: [
    EveryHostController,
    FaceFilesController,
    ShopMediaController,
    PortalMediaController,
    BackOfficeMediaController,
  ],
  providers: [Pages, EventStreams, FrameBuilder, Media, Metrics],
  exports: [Pages, EventStreams, Media, Metrics],
})
export class HttpModule {}
