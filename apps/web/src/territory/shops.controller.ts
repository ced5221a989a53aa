import { Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { type ImportedShop, ImportedShops } from '#libs/imports';
import { formatSiret, NotFoundError } from '#libs/kernel';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { Claims } from '#libs/shops';
import { loadTerritory } from '#libs/territory';
import { redirectTo } from '../http/flash.js';
import { parseForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply } from '../http/site-request.js';
import { pagerOf } from '../http/pager.js';
import { scopeOf } from '../http/actor-scope.js';
import { inLanguage } from '../http/language.js';
import { dateText, tradeText } from '../http/wording.js';

const PATH = '/territoire/boutiques';
const PER_PAGE = 50;
const LETTER = ['hello', 'text', 'address', 'code_label', 'where', 'once'] as const;
const STATES = ['provisioned', 'claimed', 'open', 'paused', 'suspended', 'closed', 'withdrawn'] as const;
const TONES: Partial<Record<string, string>> = {
  open: 'success',
  claimed: 'accent',
  paused: 'warning',
  suspended: 'danger',
};

const listQuery = z.object({
  q: z.string().max(200).catch(''),
  etat: z.enum(STATES).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

/** The shops that files have made, and the letters to their owners. */
@Controller('@gestion/territoire/boutiques')
export class TerritoryShopsController {
  constructor(
    private readonly shops: ImportedShops,
    private readonly claims: Claims,
    private readonly pages: Pages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('initiative_agent')
  async list(@Actor() actor: SignedIn, @Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { q, etat, page: number } = parseForm(listQuery, query);
    const filter = { query: q, state: etat, page: number, perPage: PER_PAGE };
    const { shops, total } = await this.shops.list(scopeOf(actor), filter);
    const kept = new URLSearchParams({ ...(q && { q }), ...(etat && { etat }) });
    await page(reply, 'territory/shops', {
      title: this.say('office.shops'),
      query: q,
      isFiltered: q !== '' || etat !== undefined,
      total,
      filters: this.filters(q, etat),
      columns: ['name', 'commune', 'trade', 'state', 'letter'].map((key) => ({ label: this.say(`shops.${key}`) })),
      rows: shops.map((shop) => this.row(shop)),
      pager: pagerOf({ page: number, perPage: PER_PAGE, total, path: PATH, kept }),
    });
  }

  /** What the owner's letter says; printed as it stands. */
  @Get(':shopId/courrier')
  @Policy('initiative_agent')
  async letter(@Actor() actor: SignedIn, @Param('shopId') shopId: string, @Res() reply: Reply): Promise<void> {
    const shop = await this.find(actor, shopId);
    const [letter] = await this.claims.letters([shop.shopId]);
    await page(reply, 'territory/shop-letter', {
      title: this.pages.say('territory', 'shops.letter_title', { name: shop.name }),
      shop: this.letterHead(shop),
      letter: letter && this.letterWords(letter),
      claimUrl: `${publicOrigin(this.settings, 'gestion')}/prise-en-main`,
      renewUrl: `${PATH}/${shop.shopId}/code`,
      canRenew: shop.state === 'provisioned',
      trail: [
        { label: this.say('office.territory'), url: '/territoire' },
        { label: this.say('office.shops'), url: PATH },
        { label: shop.name, isCurrent: true },
      ],
    });
  }

  /** A new code in place of a letter that was lost. */
  @Post(':shopId/code')
  @Policy('initiative_agent')
  async renew(@Actor() actor: SignedIn, @Param('shopId') shopId: string, @Res() reply: Reply): Promise<void> {
    const shop = await this.find(actor, shopId);
    await this.claims.renew(shop.shopId);
    redirectTo(reply, `${PATH}/${shop.shopId}/courrier`, { key: 'shops.renewed' });
  }

  private async find(actor: SignedIn, shopId: string): Promise<ImportedShop> {
    const shop = await this.shops.find(scopeOf(actor), shopId);
    if (!shop) throw new NotFoundError();
    return shop;
  }

  private row(shop: ImportedShop) {
    const label = (key: string): string => this.say(`shops.${key}`);
    const letterUrl = `${PATH}/${shop.shopId}/courrier`;
    return {
      cells: [
        { label: label('name'), text: shop.name, url: publicOrigin(this.settings, shop.slug), hint: shop.slug },
        { label: label('commune'), text: this.communeName(shop.communeInsee) },
        { label: label('trade'), text: tradeText(shop.trade) },
        { label: label('state'), tag: { label: label(`state_${shop.state}`), tone: TONES[shop.state] ?? 'neutral' } },
        { label: label('letter'), ...(shop.state === 'provisioned' && { text: label('see_letter'), url: letterUrl }) },
      ],
    };
  }

  /** The letter is French whatever its sender reads: its owner does. */
  private letterWords({ code, expiresAt }: { code: string; expiresAt: string }) {
    return inLanguage('fr', () => ({
      code,
      until: `${this.say('shops.letter_until')} ${dateText(expiresAt)}`,
      ...Object.fromEntries(LETTER.map((key) => [key, this.say(`shops.letter_${key}`)])),
    }));
  }

  private letterHead(shop: ImportedShop) {
    return {
      name: shop.name,
      legalName: shop.legalName,
      siret: shop.siret && formatSiret(shop.siret),
      addressLine: shop.addressLine,
      place: [shop.postcode, this.communeName(shop.communeInsee)].filter(Boolean).join(' '),
      url: publicOrigin(this.settings, shop.slug),
    };
  }

  private filters(query: string, chosen: string | undefined) {
    const link = (state?: string): string => {
      const kept = new URLSearchParams({ ...(query && { q: query }), ...(state && { etat: state }) });
      return `${PATH}?${kept.toString()}`;
    };
    const all = { label: this.say('shops.all'), url: link(), isCurrent: chosen === undefined };
    const states = (['provisioned', 'claimed', 'open'] as const).map((state) => ({
      label: this.say(`shops.state_${state}`),
      url: link(state),
      isCurrent: chosen === state,
    }));
    return [all, ...states];
  }

  private communeName(insee: string): string {
    return loadTerritory(this.settings.regionCode).commune(insee)?.name ?? insee;
  }

  private say(key: string): string {
    return this.pages.say('territory', key);
  }
}
