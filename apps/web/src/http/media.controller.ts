import { Controller, Get, Param, Res } from '@nestjs/common';
import { currentShopId } from '#libs/tenancy';
import { Media } from './media.js';
import { Policy } from './policy.js';
import type { Reply } from './site-request.js';

@Controller('@shop/media')
export class ShopMediaController {
  constructor(private readonly media: Media) {}

  @Get('*')
  @Policy('public')
  picture(@Param('*') key: string, @Res() reply: Reply): Promise<void> {
    return this.media.send(reply, key, currentShopId());
  }
}

@Controller('@portal/media')
export class PortalMediaController {
  constructor(private readonly media: Media) {}

  @Get('*')
  @Policy('public')
  picture(@Param('*') key: string, @Res() reply: Reply): Promise<void> {
    return this.media.send(reply, key, null);
  }
}

@Controller('@gestion/media')
export class BackOfficeMediaController {
  constructor(private readonly media: Media) {}

  @Get('*')
  @Policy('shop_member')
  picture(@Param('*') key: string, @Res() reply: Reply): Promise<void> {
    return this.media.send(reply, key, currentShopId());
  }
}
