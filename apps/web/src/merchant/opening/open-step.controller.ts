import { Body, Controller, Get, Inject, Post, Res } from '@nestjs/common';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { Founding, Shops } from '#libs/shops';
import { redirectTo } from '../../http/flash.js';
import { freshForm, parseForm, refusedForm } from '../../http/form.js';
import { page } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { missingOf } from '../checklist.mapper.js';
import { slugForm } from './opening.form.js';
import { type Form, OpeningJourney, type Typed } from './opening-journey.service.js';
import { PIECE_SCREENS, screenPath } from './opening-step.js';

/** The checklist, the address, and the button that opens the shop. */
@Controller('@gestion/ouvrir')
export class OpenStepController {
  constructor(
    private readonly shops: Shops,
    private readonly founding: Founding,
    private readonly journey: OpeningJourney,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('verification')
  @Policy('shop_owner')
  async show(@Res() reply: Reply): Promise<void> {
    await this.draw(reply);
  }

  @Post('adresse-web')
  @Policy('shop_owner')
  async rename(@Res() reply: Reply, @Body() body: Typed): Promise<void> {
    try {
      await this.founding.rename(parseForm(slugForm, body).slug);
    } catch (error) {
      return this.draw(reply, refusedForm(error, body, 'slug'));
    }
    redirectTo(reply, screenPath('open'), { key: 'opening.open.renamed' });
  }

  /** A double click opens once: opening an open shop changes nothing. */
  @Post('ouverture')
  @Policy('shop_owner')
  async open(@Res() reply: Reply): Promise<void> {
    try {
      await this.shops.open();
    } catch (error) {
      return this.draw(reply, refusedForm(error, {}, 'liste'));
    }
    redirectTo(reply, '/ouvrir/ouverte');
  }

  @Get('ouverte')
  @Policy('shop_owner')
  async done(@Res() reply: Reply): Promise<void> {
    const shop = await this.shops.current();
    if (!shop.takesOrders) return redirectTo(reply, '/ouvrir');
    await page(reply, 'merchant/opening/done', {
      title: this.journey.say('opening.done.title'),
      name: shop.name,
      shopUrl: publicOrigin(this.settings, shop.slug),
    });
  }

  private async draw(reply: Reply, form?: Form): Promise<void> {
    const [shop, checklist] = await Promise.all([this.shops.current(), this.shops.openingChecklist()]);
    const pieces = checklist.map(({ piece, isDone, fields }) => ({
      label: this.journey.say(`home.piece.${piece}`),
      url: screenPath(PIECE_SCREENS[piece]),
      isDone,
      missing: missingOf(piece, fields, (key) => this.journey.say(key)),
    }));
    await this.journey.show(reply, 'open', {
      form: form ?? freshForm({ slug: shop.slug }),
      name: shop.name,
      shopUrl: publicOrigin(this.settings, shop.slug),
      domain: `.${this.settings.baseDomain}`,
      pieces,
      done: pieces.filter(({ isDone }) => isDone).length,
      isReady: pieces.every(({ isDone }) => isDone),
      isClaimed: shop.state === 'claimed',
      isRenaming: form?.errors['slug'] !== undefined,
    });
  }
}
