import { Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { ImportedShops } from '#libs/imports';
import { HelpDesk, type HelpedShop, ClaimInvitations } from '#libs/invitations';
import { formatSiret, NotFoundError } from '#libs/kernel';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { loadTerritory } from '#libs/territory';
import { scopeOf } from '../http/actor-scope.js';
import { redirectTo } from '../http/flash.js';
import { parseForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply } from '../http/site-request.js';

const PATH = '/territoire/aide';
const helpQuery = z.object({ q: z.string().max(200).catch('') });

/** The desk where owners are helped on the telephone: find the shop, see what blocks it, send its code again. */
@Controller('@gestion/territoire/aide')
export class HelpDeskController {
  constructor(
    private readonly desk: HelpDesk,
    private readonly invitations: ClaimInvitations,
    private readonly shops: ImportedShops,
    private readonly pages: Pages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('help_desk')
  async find(@Actor() actor: SignedIn, @Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { q } = parseForm(helpQuery, query);
    const found = await this.desk.find(scopeOf(actor), q, this.settings.regionCode);
    const shops = found.map((shop) => this.card(shop));
    await page(reply, 'territory/help', { title: this.say('title'), query: q, isAsked: q.trim().length > 1, shops });
  }

  @Post(':shopId/invitation')
  @Policy('help_desk', { rate: { max: 30, seconds: 60 } })
  async again(@Actor() actor: SignedIn, @Param('shopId') shopId: string, @Res() reply: Reply): Promise<void> {
    const shop = await this.shops.find(scopeOf(actor), shopId);
    if (!shop) throw new NotFoundError();
    await this.invitations.again(shop.shopId, actor.personId, shop.initiativeId);
    redirectTo(reply, `${PATH}?q=${encodeURIComponent(shop.slug)}`, { key: 'help.sent' });
  }

  private card(shop: HelpedShop) {
    const commune = loadTerritory(this.settings.regionCode).commune(shop.communeInsee)?.name ?? '';
    const isWaiting = shop.state === 'provisioned';
    return {
      ...shop,
      siretText: shop.siret && formatSiret(shop.siret),
      place: [shop.addressLine, [shop.postcode, commune].filter(Boolean).join(' ')].filter(Boolean).join(', '),
      url: shop.slug && publicOrigin(this.settings, shop.slug),
      stateLabel: this.pages.say('territory', `shops.state_${shop.state}`),
      owners: shop.owners.join(', '),
      invitedDay: shop.invitedAt?.slice(0, 10) ?? null,
      why: this.say(`obstacle.${shop.obstacle ?? 'none'}`),
      isFine: shop.obstacle === null,
      missing: shop.missing.map((piece) => this.say(`missing.${piece}`)),
      letterUrl: isWaiting ? `/territoire/boutiques/${shop.shopId}/courrier` : null,
      assistUrl: shop.owners.length > 0 ? `${PATH}/${shop.shopId}/accompagnement` : null,
      relayUrl: shop.owners.length > 0 ? `${PATH}/${shop.shopId}/relais` : null,
      sendUrl: isWaiting && shop.email ? `${PATH}/${shop.shopId}/invitation` : null,
    };
  }

  private say(key: string): string {
    return this.pages.say('territory', `help.${key}`);
  }
}
