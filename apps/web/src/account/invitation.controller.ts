import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { Invitations } from '#libs/team';
import { BrowserSession } from '../http/browser-session.js';
import { redirectTo } from '../http/flash.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';

/** Where the link of an invitation leads. */
@Controller('@gestion/invitation')
export class InvitationController {
  constructor(
    private readonly invitations: Invitations,
    private readonly browser: BrowserSession,
    private readonly pages: Pages,
  ) {}

  /** Shows who invites, and changes nothing: mail scanners open every link. */
  @Get(':token')
  @Policy('public')
  async show(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const { shopName, invitedBy, email, role } = await this.invitations.find(token, request.ip);
    reply.header('referrer-policy', 'same-origin');
    const title = this.pages.say('account', 'invitation.title', { shop: shopName });
    await page(reply, 'account/invitation', { title, token, shopName, invitedBy, email, isOwner: role === 'owner' });
  }

  @Post(':token')
  @Policy('public')
  async accept(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const { person, shopId, shopName } = await this.invitations.accept(token, request.ip);
    await this.browser.open(request, reply, person.personId, { shopId });
    redirectTo(reply, '/compte', { key: 'invitation.accepted', values: { shop: shopName } });
  }
}
