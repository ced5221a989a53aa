import { Readable } from 'node:stream';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import { Figures, GROUPINGS } from '#libs/figures';
import { writeCsv } from '#libs/platform';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';

const dataQuery = z.object({ par: z.enum(GROUPINGS).catch('commune') });
const COLUMNS = ['establishments', 'portal', 'open', 'stocked', 'collectable'] as const;

/** Open data: shops counted by place or trade. What single shops sell, and to whom, is in none of it. */
@Controller('@portal/donnees')
export class OpenFiguresController {
  constructor(private readonly figures: Figures) {}

  @Get('chiffres.csv')
  @Policy('public', { rate: { max: 20, seconds: 60 } })
  async csv(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { par } = parseForm(dataQuery, query);
    const rows = await this.figures.by('region', par);
    const lines = [['code', 'nom', 'etablissements', 'presents', 'ouverts', 'dix_produits', 'retrait_sous_7_jours']];
    for (const row of rows) lines.push([row.key, row.label, ...COLUMNS.map((column) => String(row[column] ?? ''))]);
    void reply
      .header('cache-control', 'public, max-age=3600')
      .header('content-disposition', `attachment; filename="chiffres-${par}.csv"`)
      .type('text/csv; charset=utf-8')
      .send(Readable.from(writeCsv(lines)));
  }
}
