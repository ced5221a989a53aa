import { Controller, Get, Res } from '@nestjs/common';
import { page } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';

@Controller('@gestion')
export class MerchantHomeController {
  @Get()
  @Policy('shop_member')
  async home(@Res() reply: Reply): Promise<void> {
    await page(reply, 'merchant/home', { title: 'Ma boutique' });
  }
}
