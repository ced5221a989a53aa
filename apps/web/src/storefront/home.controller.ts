import { Controller, Get, Req } from '@nestjs/common';
import { currentShopId } from '#libs/tenancy';
import { Policy } from '../http/policy.js';
import type { Request } from '../http/site-request.js';

@Controller('@shop')
export class StorefrontHomeController {
  @Get()
  @Policy('public')
  home(@Req() request: Request): { shopId: string; slug: string | undefined } {
    return { shopId: currentShopId(), slug: request.site.shop?.slug };
  }
}
