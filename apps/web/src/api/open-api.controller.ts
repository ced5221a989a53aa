import { Controller, Get, Inject, Res } from '@nestjs/common';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { Policy } from '../http/policy.js';
import { openApiDocument } from '../http/route-description.js';
import type { Reply } from '../http/site-request.js';

@Controller('@portal/api/v1')
export class OpenApiController {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  @Get('openapi.json')
  @Policy('public')
  description(@Res({ passthrough: true }) reply: Reply): object {
    reply.header('cache-control', 'public, max-age=300');
    return openApiDocument(publicOrigin(this.settings));
  }
}
