import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { missingMigrations, SchemaVersionError } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { PageNotFoundError } from './http.errors.js';
import { Metrics } from './metrics.js';
import { Policy } from './policy.js';
import { findAsset } from './site-assets.js';
import type { Reply, Request } from './site-request.js';

const A_YEAR = 'public, max-age=31536000, immutable';

/** What every host answers, ours or not: probes, figures for the operator, files. */
@Controller('@any')
export class EveryHostController {
  private schemaIsCurrent = false;

  constructor(
    @Inject(Tenancy) private readonly tenancy: Tenancy,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  @Get('healthz')
  @Policy('public')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 once the database answers and its schema is the one this program knows. */
  @Get('readyz')
  @Policy('public')
  async ready(@Res({ passthrough: true }) reply: Reply): Promise<{ status: 'ready' }> {
    reply.header('cache-control', 'no-store');
    await this.tenancy.publicRead('select 1');
    if (!this.schemaIsCurrent) await this.checkSchema();
    return { status: 'ready' };
  }

  @Get('metrics')
  @Policy('operator')
  async figures(@Res() reply: Reply): Promise<void> {
    void reply.type('text/plain; version=0.0.4; charset=utf-8').send(await this.metrics.text());
  }

  @Get('assets/*')
  @Policy('public')
  file(@Req() request: Request, @Res() reply: Reply): void {
    const asset = findAsset(request.site.path);
    if (!asset) throw new PageNotFoundError();
    void reply.header('cache-control', A_YEAR).type(asset.contentType).send(asset.body);
  }

  private async checkSchema(): Promise<void> {
    const rows = await this.tenancy.publicRead<{ name: string }>('select name from schema_migration order by name');
    const missing = await missingMigrations(rows.map(({ name }) => name));
    if (missing.length > 0)
      throw new SchemaVersionError({ found: rows.at(-1)?.name ?? 'nothing', wanted: missing.at(-1) });
    this.schemaIsCurrent = true;
  }
}
