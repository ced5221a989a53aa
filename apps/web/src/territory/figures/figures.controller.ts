import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { RegionFaces } from '#libs/face';
import { Establishments, type FigureRow, Figures, type FigureScope, GROUPINGS } from '#libs/figures';
import { InvalidInputError } from '#libs/kernel';
import { SETTINGS, type Settings, writeCsv } from '#libs/platform';
import { loadTerritory } from '#libs/territory';
import { scopeOf } from '../../http/actor-scope.js';
import { redirectTo } from '../../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply, type Request } from '../../http/site-request.js';
import { fileUpload, IMPORT_BYTES } from '../../http/upload.js';
import { csvRows, feedsView, flowView, headView, tableView, weeksView } from './figures.mapper.js';
import { figureMap } from './figure-map.js';

const PATH = '/territoire/chiffres';
const figuresQuery = z.object({ par: z.enum(GROUPINGS).catch('epci') });

/** What the shops of the territory really do, against the shops that there are. */
@Controller('@gestion/territoire')
export class FiguresController {
  constructor(
    private readonly figures: Figures,
    private readonly establishments: Establishments,
    private readonly pages: Pages,
    private readonly faces: RegionFaces,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('chiffres')
  @Policy('initiative_agent')
  async show(@Actor() actor: SignedIn, @Query() query: unknown, @Res() reply: Reply): Promise<void> {
    await this.draw(reply, scopeOf(actor), parseForm(figuresQuery, query).par, freshForm());
  }

  @Get('chiffres.csv')
  @Policy('initiative_agent', { rate: { max: 30, seconds: 60 } })
  async csv(@Actor() actor: SignedIn, @Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { par } = parseForm(figuresQuery, query);
    const rows = await this.figures.by(scopeOf(actor), par);
    void reply
      .header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename="chiffres-${par}.csv"`)
      .type('text/csv; charset=utf-8')
      .send(Readable.from(writeCsv(csvRows(rows, this.say, true))));
  }

  /** The whole of which the figures are a share: INSEE's register, kept without names. */
  @Post('chiffres/etablissements')
  @Policy('region_admin', { rate: { max: 10, seconds: 60 } })
  async load(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const upload = await fileUpload(request, { maxBytes: IMPORT_BYTES });
    try {
      const file = upload.files.find(({ field }) => field === 'file');
      if (!file) throw new InvalidInputError([{ path: 'file', code: 'imports.file_missing' }]);
      const count = await this.establishments.replace(createReadStream(file.path));
      redirectTo(reply, PATH, { key: 'figures.loaded', values: { count } });
    } catch (error) {
      await this.draw(reply, 'region', 'epci', refusedForm(error, {}, 'file'));
    } finally {
      await upload.discard();
    }
  }

  private async draw(
    reply: Reply,
    scope: FigureScope,
    grouping: (typeof GROUPINGS)[number],
    form: FormView & { status?: number },
  ): Promise<void> {
    const total = await this.figures.total(scope);
    const communes = await this.figures.by(scope, 'commune');
    const rows: FigureRow[] = grouping === 'commune' ? communes : await this.figures.by(scope, grouping);
    const { targetFrom: from, targetTo: to } = this.faces.current.face;
    const target = { from, to };
    const model = {
      title: this.say('title'),
      head: headView(total, target, this.say),
      flow: flowView(await this.figures.flow(scope), this.say),
      weeks: weeksView(await this.figures.weeks(scope), total, { target, say: this.say }),
      map: figureMap(communes, loadTerritory(this.settings.regionCode)),
      groupings: GROUPINGS.map((value) => ({
        label: this.say(`by_${value}`),
        url: `${PATH}?par=${value}`,
        isCurrent: value === grouping,
      })),
      table: tableView(rows, this.say),
      csvUrl: `${PATH}.csv?par=${grouping}`,
      feeds: feedsView(await this.figures.feeds(scope), this.say),
      unmet: (await this.figures.unmet()).map(({ words, searches }) => ({ label: words, value: searches })),
      isRegion: scope === 'region',
      form,
    };
    await page(reply, 'territory/figures', model, { status: form.status ?? 200 });
  }

  private readonly say = (key: string, values = {}): string => this.pages.say('territory', `figures.${key}`, values);
}
