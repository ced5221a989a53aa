import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { PlacesShops } from '#libs/search';
import { departmentOutlines, loadTerritory, tradeByCode } from '#libs/territory';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';

const MOST_POINTS = 3000;

const pointsQuery = z.object({
  lieu: z.string().max(1500).catch(''),
  metier: z.string().max(40).catch(''),
});

/** What the map that moves asks for: its ground, and the shops of a place. Nobody’s whereabouts are sent here. */
@Controller('@portal/carte')
export class PortalMapController {
  constructor(
    private readonly shops: PlacesShops,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The territory’s own points: communes by population, outlines of departments; or where pictures of the ground are. */
  @Get('fond')
  @Policy('public')
  ground(@Res() reply: Reply): void {
    const territory = loadTerritory(this.settings.regionCode);
    const communes = territory.communes.flatMap(({ name, lat, lon, population }) =>
      lat === null || lon === null ? [] : [[lat, lon, population, population > 2000 ? name : '']],
    );
    const outlines = departmentOutlines(territory).map((hull) => hull.map(({ lat, lon }) => [lat, lon]));
    const { mapTiles: tiles } = this.settings;
    const ground = { tiles: tiles && { url: tiles.url, attribution: tiles.attribution }, communes, outlines };
    void reply.header('cache-control', 'public, max-age=86400').send(ground);
  }

  @Get('points')
  @Policy('public', { rate: { max: 120, seconds: 60 } })
  async points(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { lieu, metier } = pointsQuery.parse(query ?? {});
    const communes = lieu.split(',').filter((code) => /^[0-9AB]{5}$/.test(code));
    const points = await this.shops.points(communes, metier || null, MOST_POINTS);
    const shown = points.map(({ name, slug, url, trade, lat, lon, isOpen }) => ({
      name,
      url: url ?? publicOrigin(this.settings, slug),
      trade: tradeByCode(trade)?.labelFr ?? '',
      lat,
      lon,
      isOpen,
    }));
    void reply.header('cache-control', 'public, max-age=300').send({ points: shown });
  }
}
