import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { NotFoundError } from '#libs/kernel';
import { LookDrafts, picturesOf, type Section, ShopPictures, themeSettings } from '#libs/looks';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { currentShopId } from '#libs/tenancy';
import { theme } from '#libs/themes';
import { isPreviewToken, type Look, lookOf, lookQuery } from '../http/look-preview.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { homeView } from './home.page.js';
import type { SectionColumns } from './home-sections.mapper.js';
import { SECTION_COLUMNS, sectionParameters } from './home-sections.sql.js';
import { ShopPages } from './shop-pages.service.js';

type Typed = Record<string, unknown>;

/** What is tried on; `sections` null: the shop's own. */
interface Tried extends Look {
  sections: Section[] | null;
}

/** The shop's real front in a look that its owner tries on: by a signed link, in a frame of the back office alone. */
@Controller('@shop')
export class PreviewController {
  constructor(
    private readonly pages: ShopPages,
    private readonly drafts: LookDrafts,
    private readonly pictures: ShopPictures,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('apercu')
  @Policy('public')
  async preview(@Req() request: Request, @Res() reply: Reply, @Query() query: Typed): Promise<void> {
    const { sections, ...look } = await this.look(request, query);
    const kept = new URLSearchParams({ jeton: String(query['jeton']) });
    if (isDraft(query)) kept.set('brouillon', String(query['brouillon']));
    else for (const [name, value] of lookQuery(look)) kept.set(name, value);
    const cssUrl = `/apercu.css?${kept.toString()}`;
    const shown = await this.pages.read<SectionColumns>(request, reply, {
      columns: SECTION_COLUMNS,
      parameters: sectionParameters(sections),
      look: { ...look, cssUrl },
    });
    const view = homeView(shown, this.settings.regionCode);
    this.allowFrame(reply);
    const html = shown.theme.render('home', { ...view, frame: { ...view.frame, indexable: false } });
    this.pages.send(
      reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex'),
      query['cadre'] === 'oui' ? html.replace('<body', '<body inert') : html,
    );
  }

  @Get('apercu.css')
  @Policy('public')
  async css(@Req() request: Request, @Res() reply: Reply, @Query() query: Typed): Promise<void> {
    const { theme: name, settings } = await this.look(request, query);
    const { css } = theme(name).css(settings);
    void reply.header('cache-control', 'no-store').type('text/css; charset=utf-8').send(css);
  }

  /** @throws NotFoundError for a link that is not this shop's or too old */
  private async look(request: Request, query: Typed): Promise<Tried> {
    const token = query['jeton'];
    if (typeof token !== 'string' || !isPreviewToken(this.settings, currentShopId(), token)) throw new NotFoundError();
    if (isDraft(query)) return this.draft();
    const { row, theme: own } = await this.pages.readAny(request, {}, null);
    const stored = { theme: own.name, settings: own.readSettings(row.shop.theme_settings) };
    return { ...lookOf(query, stored), sections: null };
  }

  private async draft(): Promise<Tried> {
    const { look } = await this.drafts.current();
    const pictures = await this.pictures.byIds(picturesOf(look));
    return { theme: look.theme, settings: themeSettings(look, pictures), sections: look.sections };
  }

  private allowFrame(reply: Reply): void {
    const policy = String(reply.getHeader('content-security-policy') ?? '');
    const backOffice = publicOrigin(this.settings, 'gestion');
    reply.header('content-security-policy', policy.replace("frame-ancestors 'none'", `frame-ancestors ${backOffice}`));
    reply.removeHeader('x-frame-options');
  }
}

/** `brouillon`: what the owner is editing, instead of a look written into the address. A click in the frame leads nowhere. */
const isDraft = (query: Typed): boolean => typeof query['brouillon'] === 'string';
