import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import QRCode from 'qrcode';
import { z } from 'zod';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { type Shop, Shops } from '#libs/shops';
import { loadTerritory } from '#libs/territory';
import { formatPhone, shareLinks } from '#libs/themes';
import { parseForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { posterColours } from './poster-colours.js';
import { POSTER_SIZES, posterPdf } from './poster.js';
import { inLanguage } from '../../http/language.js';

const posterQuery = z.object({ format: z.enum(POSTER_SIZES).catch('a4') });

/** How customers find the shop's page: a poster for the window, and links to pass on. */
@Controller('@gestion/boutique')
export class PosterController {
  constructor(
    private readonly shops: Shops,
    private readonly pages: Pages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('affiche')
  @Policy('shop_member')
  async show(@Res() reply: Reply): Promise<void> {
    const shop = await this.shops.current();
    const url = publicOrigin(this.settings, shop.slug);
    const text = this.forCustomers('share_text', { name: shop.name });
    await page(reply, 'merchant/poster', {
      title: this.pages.say('merchant', 'poster.page_title'),
      isOpen: shop.state === 'open',
      address: url.replace(/^https?:\/\//, ''),
      url,
      qr: await QRCode.toDataURL(url, { errorCorrectionLevel: 'Q', margin: 4, width: 240 }),
      share: shareLinks({ title: shop.name, text, url }),
    });
  }

  @Get('affiche.pdf')
  @Policy('shop_member', { rate: { max: 30, seconds: 60 } })
  async pdf(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { format } = parseForm(posterQuery, query);
    const shop = await this.shops.current();
    const text = {
      name: shop.name,
      contact: this.contact(shop),
      url: publicOrigin(this.settings, shop.slug),
      title: this.forCustomers('title'),
      invitation: this.forCustomers('invitation'),
      scan: this.forCustomers('scan'),
    };
    const bytes = await posterPdf(text, posterColours(shop.theme, shop.themeSettings), format);
    void reply
      .header('cache-control', 'private, no-store')
      .header('content-disposition', `inline; filename="affiche-${shop.slug}-${format}.pdf"`)
      .type('application/pdf')
      .send(bytes);
  }

  /** What customers read is French, whatever the merchant's own pages speak. */
  private forCustomers(key: string, values: Record<string, unknown> = {}): string {
    return inLanguage('fr', () => this.pages.say('merchant', `poster.${key}`, values));
  }

  private contact({ addressLine, postcode, communeInsee, phone }: Shop): string[] {
    const commune = loadTerritory(this.settings.regionCode).commune(communeInsee)?.name ?? '';
    const town = [postcode, commune].filter(Boolean).join(' ');
    return [addressLine ?? '', town, phone ? formatPhone(phone) : ''].filter(Boolean);
  }
}
