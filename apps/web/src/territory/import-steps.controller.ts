import { Controller, Param, Post, Res } from '@nestjs/common';
import type { SignedIn } from '#libs/accounts';
import { MerchantImportSteps } from '#libs/imports';
import { scopeOf } from '../http/actor-scope.js';
import { redirectTo } from '../http/flash.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply } from '../http/site-request.js';

const PATH = '/territoire/imports';

/** An import that is stopped, goes on, or is taken back. */
@Controller('@gestion/territoire/imports/:importId')
export class TerritoryImportStepsController {
  constructor(private readonly steps: MerchantImportSteps) {}

  @Post('pause')
  @Policy('initiative_agent')
  async pause(@Actor() actor: SignedIn, @Param('importId') importId: string, @Res() reply: Reply): Promise<void> {
    await this.steps.pause(importId, scopeOf(actor));
    redirectTo(reply, `${PATH}/${importId}`);
  }

  @Post('reprise')
  @Policy('initiative_agent')
  async resume(@Actor() actor: SignedIn, @Param('importId') importId: string, @Res() reply: Reply): Promise<void> {
    await this.steps.resume(importId, scopeOf(actor));
    redirectTo(reply, `${PATH}/${importId}`);
  }

  @Post('annulation')
  @Policy('initiative_agent')
  async undo(@Actor() actor: SignedIn, @Param('importId') importId: string, @Res() reply: Reply): Promise<void> {
    const { undone, kept } = await this.steps.undo(importId, scopeOf(actor));
    redirectTo(reply, `${PATH}/${importId}`, { key: 'lists.undone', values: { undone, kept } });
  }
}
