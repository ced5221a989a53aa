import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { AppError } from '#libs/kernel';
import { projectRoot, publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { loadViews, type Views } from '#libs/themes';
import { errorSentences } from './error-sentences.js';
import { takeFlash } from './flash.js';
import { currentLanguage, type Language, languageOf } from './language.js';
import { FrameBuilder, type PageArea, type SiteFrame } from './site-frame.js';
import { problemTitle } from './problem.js';
import { siteAssets } from './site-assets.js';
import type { Reply, Request } from './site-request.js';

/** The layout of an area. */
const LAYOUTS: Record<PageArea, string> = {
  portal: 'http/views/portal',
  merchant: 'http/views/gestion',
  territory: 'http/views/gestion',
  account: 'http/views/gestion',
  plain: 'http/views/plain',
};

export interface PageOptions {
  /** HTTP status, 200 by default; 422 for a form that comes back with errors. */
  status?: number;
  /** A fragment without its layout. */
  isFragment?: boolean;
  /** Of a page that is written in one language alone. */
  language?: Language;
}

/** Draws an error on a shop's host; the storefront gives it. */
export type ShopErrorPage = (request: Request, error: AppError, sentence: string) => Promise<string | null>;

const web = (...parts: string[]): string => path.join(projectRoot, 'apps/web/src', ...parts);

/** Renders the templates of portal and back office, checked at start. */
@Injectable()
export class Pages {
  private readonly views = new Map<PageArea, Views>();
  private shopErrorPage: ShopErrorPage | null = null;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly frames: FrameBuilder,
  ) {
    for (const area of Object.keys(LAYOUTS) as PageArea[]) this.views.set(area, viewsOf(area));
  }

  /** Compiles every template now, so that no visitor waits for it. */
  prepare(): void {
    for (const views of this.views.values()) views.prepare();
  }

  /** `model.title` is the page's own title; everything else is the template's. */
  async render(request: Request, reply: Reply | null, name: string, model: PageModel, options: PageOptions = {}) {
    const { views, area, template } = this.find(name);
    const language = options.language ?? languageOf(request);
    const flash =
      reply && takeFlash(request, reply, (key, values) => views.sentences.say(language, key, { ...values }));
    const frame = await this.frames.frame(request, area, { title: model.title, flash, language });
    const how = { locale: language, ...(options.isFragment && { layout: false as const }) };
    return views.render(template, { ...model, frame }, how);
  }

  /** The sentence `key` of an area, in the language of the request. */
  say(area: PageArea, key: string, values: Record<string, unknown> = {}): string {
    return this.views.get(area)!.sentences.say(currentLanguage(), key, values);
  }

  /** The storefront's own page for errors on a shop's host; null falls back to the plain one. */
  drawShopErrors(draw: ShopErrorPage): void {
    this.shopErrorPage = draw;
  }

  async error(request: Request, error: AppError): Promise<string> {
    const { site } = request;
    if (site?.shop && this.shopErrorPage) {
      const html = await this.shopErrorPage(request, error, errorSentences().say(error, 'fr'));
      if (html !== null) return html;
    }
    const area = site?.host.kind === 'portal' ? 'portal' : site?.host.kind === 'gestion' ? 'merchant' : 'plain';
    if (area === 'plain' || error.status >= 500) return this.plainError(request, error);
    const language = languageOf(request);
    const model = this.errorModel(request, error, language);
    const frame = await this.frames.frame(request, area, { title: model.title, flash: null, language });
    return this.views.get(area)!.render('error', { ...model, frame }, { locale: language });
  }

  /** Needs neither database nor session. */
  plainError(request: Request, error: AppError): string {
    const language = languageOf(request);
    const model = this.errorModel(request, error, language);
    const frame: SiteFrame = this.frames.plain(model.title, language);
    return this.views.get('plain')!.render('error', { ...model, frame }, { locale: language });
  }

  private errorModel(request: Request, error: AppError, language: Language) {
    return {
      title: problemTitle(error.status, language),
      status: error.status,
      code: error.code,
      sentence: errorSentences().say(error, language),
      requestId: error.status >= 500 ? request.id : null,
      portalUrl: publicOrigin(this.settings),
    };
  }

  private find(name: string): { views: Views; area: PageArea; template: string } {
    const [area, ...rest] = name.split('/') as [PageArea, ...string[]];
    const views = this.views.get(area);
    if (!views) throw new Error(`No area of pages is called "${area}"; there are ${[...this.views.keys()].join(', ')}`);
    return { views, area, template: rest.join('/') };
  }
}

/** What a page's template is given, beside `frame`. Plain data. */
export interface PageModel {
  title: string;
  [field: string]: unknown;
}

declare module 'fastify' {
  interface FastifyInstance {
    pages: Pages;
  }
}

/** Sends `merchant/home` and the like. `await page(reply, 'merchant/home', { title, ... })` with `@Res() reply: Reply`. */
export async function page(reply: Reply, name: string, model: PageModel, options: PageOptions = {}): Promise<void> {
  const html = await reply.server.pages.render(reply.request, reply, name, model, options);
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-store');
  void reply
    .code(options.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(html);
}

/** Sentences stand in `apps/web/src/locales` and in `<area>/locales` with its sub-folders, as `fr.json` and `en.json`. */
function viewsOf(area: PageArea): Views {
  const own = web(area, 'views');
  const locales = web(area, 'locales');
  const inside = existsSync(locales) ? readdirSync(locales, { withFileTypes: true }) : [];
  return loadViews({
    dirs: [web('http/views/pages'), web(LAYOUTS[area]), ...(existsSync(own) ? [own] : [])],
    locales: [
      web('locales'),
      ...(existsSync(locales) ? [locales] : []),
      ...inside.filter((entry) => entry.isDirectory()).map((entry) => path.join(locales, entry.name)),
    ],
    assets: siteAssets,
  });
}
