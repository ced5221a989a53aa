import { Controller, Get, Res } from '@nestjs/common';
import { page } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';

@Controller('@portal')
export class PortalHomeController {
  @Get()
  @Policy('public')
  async home(@Res() reply: Reply): Promise<void> {
    await page(reply, 'portal/home', { title: 'Les boutiques près de chez vous' });
  }
}
