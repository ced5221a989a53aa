import { Module } from '@nestjs/common';
import { EveryHostController } from './every-host.controller.js';
import { Media } from './media.js';
import { BackOfficeMediaController, PortalMediaController, ShopMediaController } from './media.controller.js';
import { Metrics } from './metrics.js';
import { Pages } from './pages.js';
import { FrameBuilder } from './site-frame.js';

@Module({
  controllers: [EveryHostController, ShopMediaController, PortalMediaController, BackOfficeMediaController],
  providers: [Pages, FrameBuilder, Media, Metrics],
  exports: [Pages, Metrics],
})
export class HttpModule {}
