import { createHash } from 'node:crypto';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { PortalName } from '#libs/platform';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { siteAssets } from '../../http/site-assets.js';
import type { Reply, Request } from '../../http/site-request.js';
import { currentLanguage } from '../../http/language.js';

const ACCENT = '#9a3b26';
const PAPER = '#fbf7f0';
const AN_HOUR = 'public, max-age=3600';

/** What the offline page and the order board need without a network. */
const SHELL_ASSETS = [
  'base/site.css',
  'site/site.css',
  'base/enhance.js',
  'base/fraunces-latin-600-normal.woff2',
  'site/icon.svg',
  'site/app-192.png',
  'merchant/app.js',
  'merchant/counter/outbox.js',
  'merchant/counter/store.js',
  'merchant/counter/counter.js',
  'merchant/counter/dialog.js',
  'merchant/counter/marks.js',
  'merchant/quick/scanner.js',
  'merchant/quick/barcode.js',
];

/** What makes an app of the back office: its description, its service worker, and the page that shows without a network. */
@Controller('@gestion')
export class AppFilesController {
  constructor(
    private readonly pages: Pages,
    private readonly portal: PortalName,
  ) {}

  @Get('manifest.webmanifest')
  @Policy('public')
  manifest(@Res() reply: Reply): void {
    const say = (key: string, values = {}) => this.pages.say('merchant', `app.manifest.${key}`, values);
    const shortcut = (key: string, url: string) => ({ name: say(key), url, icons: [icon('192')] });
    const manifest = {
      id: '/',
      name: say('name', { portal: this.portal.shown }),
      short_name: say('short_name'),
      description: say('description'),
      lang: currentLanguage(),
      start_url: '/',
      scope: '/',
      display: 'standalone',
      theme_color: ACCENT,
      background_color: PAPER,
      icons: [icon('192'), icon('512'), { ...icon('512', 'app-maskable-512'), purpose: 'maskable' }],
      shortcuts: [shortcut('orders', '/commandes'), shortcut('add_product', '/produits/ajout-rapide')],
    };
    void reply
      .header('cache-control', AN_HOUR)
      .header('vary', 'accept-language, cookie')
      .type('application/manifest+json; charset=utf-8')
      .send(JSON.stringify(manifest));
  }

  /** The same bytes as long as nothing changed: a browser then knows that there is no new version. */
  @Get('sw.js')
  @Policy('public')
  async worker(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const assets = SHELL_ASSETS.map((name) => siteAssets.url(name));
    const stale = await this.pages.render(request, null, 'merchant/app-stale', { title: '' }, { isFragment: true });
    const build = {
      assets,
      offline: '/hors-ligne',
      unsent: '/hors-ligne?envoi=1',
      icon: siteAssets.url('site/app-192.png'),
      badge: siteAssets.url('site/badge-96.png'),
      stale: stale.trim(),
    };
    const source = siteAssets.get('merchant/service-worker.js').body.toString('utf8');
    const texts = await Promise.all(['', '1'].map((envoi) => this.offlinePage(request, envoi)));
    const version = createHash('sha256')
      .update(JSON.stringify([build, source, texts]))
      .digest('hex')
      .slice(0, 12);
    void reply
      .header('cache-control', 'no-cache')
      .type('text/javascript; charset=utf-8')
      .send(`const BUILD = ${JSON.stringify({ version, ...build })};\n${source}`);
  }

  /** Kept by the service worker and shown for any page that cannot be had; `envoi`: a form did not get away. */
  @Get('hors-ligne')
  @Policy('public')
  async offline(@Query('envoi') envoi: unknown, @Res() reply: Reply): Promise<void> {
    const key = envoi === '1' ? 'unsent' : 'offline';
    reply.header('cache-control', 'no-cache');
    await page(reply, 'merchant/app-offline', { title: this.pages.say('merchant', `app.${key}.title`), key });
  }

  private offlinePage(request: Request, envoi: string): Promise<string> {
    const key = envoi === '1' ? 'unsent' : 'offline';
    const model = { title: this.pages.say('merchant', `app.${key}.title`), key };
    return this.pages.render(request, null, 'merchant/app-offline', model, { isFragment: true });
  }
}

const icon = (size: string, name = `app-${size}`) => ({
  src: siteAssets.url(`site/${name}.png`),
  sizes: `${size}x${size}`,
  type: 'image/png',
});
