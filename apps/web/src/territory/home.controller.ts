import { Controller, Get, Res } from '@nestjs/common';
import { page } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';

@Controller('@gestion/territoire')
export class TerritoryHomeController {
  @Get()
  @Policy('initiative_agent')
  async home(@Res() reply: Reply): Promise<void> {
    await page(reply, 'territory/home', { title: 'Territoire' });
  }
}
