import { Body, Controller, Get, Inject, Post, Res } from '@nestjs/common';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { draftTerms, type Shop, Shops, ShopNotReadyError, vatNumberOf } from '#libs/shops';
import { loadTerritory } from '#libs/territory';
import { redirectTo } from '../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { checklistView } from './checklist.mapper.js';
import { identityForm, legalForm, pauseForm, termsForm } from './shop.form.js';

type Form = FormView & { status?: number };

/** « Ma boutique »: who it is, what is missing before it opens, and its life. */
@Controller('@gestion/boutique')
export class ShopController {
  constructor(
    private readonly shops: Shops,
    private readonly pages: Pages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('shop_member')
  async show(@Res() reply: Reply): Promise<void> {
    await this.showShop(reply);
  }

  @Post()
  @Policy('shop_owner')
  async save(@Res() reply: Reply, @Body() body: unknown): Promise<void> {
    try {
      await this.shops.update(parseForm(identityForm, body));
    } catch (error) {
      return this.showShop(reply, refusedForm(error, body));
    }
    redirectTo(reply, '/boutique', { key: 'shop.saved' });
  }

  @Get('mentions-legales')
  @Policy('shop_member')
  async legal(@Res() reply: Reply): Promise<void> {
    await this.showLegal(reply);
  }

  @Post('mentions-legales')
  @Policy('shop_owner')
  async saveLegal(@Res() reply: Reply, @Body() body: unknown): Promise<void> {
    try {
      await this.shops.update({ legal: parseForm(legalForm, body) });
    } catch (error) {
      return this.showLegal(reply, refusedForm(error, body));
    }
    redirectTo(reply, '/boutique', { key: 'shop.legal_saved' });
  }

  @Get('conditions')
  @Policy('shop_member')
  async terms(@Res() reply: Reply): Promise<void> {
    await this.showTerms(reply);
  }

  @Post('conditions')
  @Policy('shop_owner')
  async saveTerms(@Res() reply: Reply, @Body() body: unknown): Promise<void> {
    try {
      await this.shops.update({ legal: parseForm(termsForm, body) });
    } catch (error) {
      return this.showTerms(reply, refusedForm(error, body));
    }
    redirectTo(reply, '/boutique', { key: 'shop.terms_saved' });
  }

  /** A double click opens once: opening an open shop changes nothing. */
  @Post('ouverture')
  @Policy('shop_owner')
  async open(@Res() reply: Reply): Promise<void> {
    try {
      await this.shops.open();
    } catch (error) {
      if (!(error instanceof ShopNotReadyError)) throw error;
      return this.showShop(reply, undefined, refusedForm(error, {}, 'liste'));
    }
    redirectTo(reply, '/boutique', { key: 'shop.opened' });
  }

  @Post('pause')
  @Policy('shop_owner')
  async pause(@Res() reply: Reply, @Body() body: unknown): Promise<void> {
    const { reason, backOn } = parseForm(pauseForm, body);
    await this.shops.pause(reason || null, backOn || null);
    redirectTo(reply, '/boutique', {
      key: 'shop.paused',
      tone: 'info',
      undo: { path: '/boutique/ouverture', key: 'shop.reopen' },
    });
  }

  private async showShop(reply: Reply, form?: Form, refused?: Form): Promise<void> {
    const [shop, checklist] = await Promise.all([this.shops.current(), this.shops.openingChecklist()]);
    const pieces = checklistView(checklist, (key) => this.pages.say('merchant', key));
    const isReady = pieces.every(({ isDone }) => isDone);
    await page(
      reply,
      'merchant/shop',
      {
        title: this.pages.say('merchant', 'shop.title'),
        shop: {
          name: shop.name,
          state: shop.state,
          reason: shop.stateReason,
          url: publicOrigin(this.settings, shop.slug),
        },
        stateLabel: this.pages.say('merchant', `home.state.${shop.state}`),
        stateText: this.pages.say('merchant', `shop.state.${shop.state}`),
        pieces,
        done: pieces.filter(({ isDone }) => isDone).length,
        isReady,
        canOpen: isReady && (shop.state === 'claimed' || shop.state === 'paused'),
        tone: shop.state === 'open' ? 'success' : 'warning',
        isOpen: shop.state === 'open',
        isPaused: shop.state === 'paused',
        showsChecklist: !isReady || shop.state === 'claimed',
        form: form ?? freshForm(identityValues(shop)),
        summary: [...(refused?.summary ?? []), ...(form?.summary ?? [])],
      },
      { status: form?.status ?? refused?.status ?? 200 },
    );
  }

  private async showLegal(reply: Reply, form?: Form): Promise<void> {
    const shop = await this.shops.current();
    const model = {
      title: this.pages.say('merchant', 'legal.title'),
      siret: shop.siret,
      vatHint: shop.siret ? this.pages.say('merchant', 'legal.vat_hint', { number: vatNumberOf(shop.siret) }) : '',
      form: form ?? freshForm(legalValues(shop)),
    };
    await page(reply, 'merchant/shop-legal', model, { status: form?.status ?? 200 });
  }

  private async showTerms(reply: Reply, form?: Form): Promise<void> {
    const shop = await this.shops.current();
    const communeName = loadTerritory(this.settings.regionCode).commune(shop.communeInsee)?.name ?? '';
    const isModel = !shop.legal.terms;
    const values = { terms: shop.legal.terms || draftTerms(Object.assign({}, shop, { communeName })) };
    const title = this.pages.say('merchant', 'terms.title');
    await page(
      reply,
      'merchant/shop-terms',
      {
        title,
        isModel,
        saveLabel: this.pages.say('merchant', isModel ? 'terms.adopt' : 'terms.save'),
        form: form ?? freshForm(values),
      },
      { status: form?.status ?? 200 },
    );
  }
}

const identityValues = ({
  name,
  tagline,
  description,
  addressLine,
  postcode,
  phone,
  email,
  website,
}: Shop): Record<string, unknown> => ({ name, tagline, description, addressLine, postcode, phone, email, website });

const legalValues = ({ legal }: Shop): Record<string, unknown> => ({ ...legal });
