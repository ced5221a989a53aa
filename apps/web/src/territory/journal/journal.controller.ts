import { Readable } from 'node:stream';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import { AuditLog } from '#libs/audit';
import { writeCsv } from '#libs/platform';
import { parseForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { pagerOf } from '../../http/pager.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { csvRow, entryRow } from './journal.mapper.js';

const PATH = '/territoire/journal';
const PER_PAGE = 50;
const MOST_EXPORTED = 50_000;
/** Rows of the chain that each look at the page reads again; the console reads them all. */
const CHECKED = 5_000;

const day = z.iso.date().nullable().catch(null);
const journalQuery = z.object({
  q: z.string().trim().max(100).catch(''),
  du: day,
  au: day,
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

/** The audit log, for who governs the territory and who controls it. */
@Controller('@gestion/territoire')
export class JournalController {
  constructor(
    private readonly audit: AuditLog,
    private readonly pages: Pages,
  ) {}

  @Get('journal')
  @Policy('audit')
  async show(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { q, du, au, page: number } = parseForm(journalQuery, query);
    const [{ total, entries }, check] = await Promise.all([
      this.audit.search({ text: q, from: du, until: au, page: number, perPage: PER_PAGE }),
      this.audit.verify(CHECKED),
    ]);
    const kept = new URLSearchParams();
    for (const [name, value] of Object.entries({ q, du, au })) if (value) kept.set(name, value);
    await page(reply, 'territory/journal', {
      title: this.say('title'),
      query: { q, du, au },
      total,
      isWhole: check.broken === null,
      chain: check.broken === null ? this.say('whole') : this.say('broken', { number: check.broken }),
      hasEntries: check.entries > 0,
      columns: ['when', 'who', 'role', 'what', 'subject', 'how'].map((key) => ({ label: this.say(key) })),
      rows: entries.map((entry) => entryRow(entry, this.say)),
      exportUrl: `${PATH}.csv${kept.size > 0 ? `?${kept.toString()}` : ''}`,
      pager: pagerOf({ page: number, perPage: PER_PAGE, total, path: PATH, kept }),
    });
  }

  @Get('journal.csv')
  @Policy('audit', { rate: { max: 10, seconds: 60 } })
  async csv(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { q, du, au } = parseForm(journalQuery, query);
    const { entries } = await this.audit.search({ text: q, from: du, until: au, perPage: MOST_EXPORTED });
    const head = ['number', 'at', 'person', 'role', 'action', 'subject', 'names', 'outcome', 'request'];
    void reply
      .header('cache-control', 'private, no-store')
      .header('content-disposition', 'attachment; filename="journal.csv"')
      .type('text/csv; charset=utf-8')
      .send(Readable.from(writeCsv([head, ...entries.map(csvRow)])));
  }

  private readonly say = (key: string, values: Record<string, unknown> = {}): string =>
    this.pages.say('territory', `journal.${key}`, values);
}
