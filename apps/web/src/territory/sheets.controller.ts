import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { type SheetProposal, Sheets } from '#libs/sheets';
import { redirectTo } from '../http/flash.js';
import { parseForm } from '../http/form.js';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import { Actor, type Reply } from '../http/site-request.js';

const PATH = '/territoire/fiches';

const photoUrl = (photo: string): string => `/fiches/photos?copie=${photo}`;

const decisionForm = z.object({ proposalId: z.string(), decision: z.enum(['accept', 'refuse']) });

/** Changes of product sheets that shops propose. */
@Controller('@gestion/territoire/fiches')
export class TerritorySheetsController {
  constructor(
    private readonly sheets: Sheets,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('initiative_agent')
  async list(@Res() reply: Reply): Promise<void> {
    const say = (key: string): string => this.pages.say('territory', key);
    const proposals = await Promise.all((await this.sheets.open()).map((proposal) => this.card(proposal)));
    await page(reply, 'territory/sheets', { title: say('sheets.title'), proposals });
  }

  private async card({ proposalId, ean, name, changes: { photo, ...texts } }: SheetProposal) {
    const now = photo === undefined ? null : await this.sheets.photoOf(ean);
    return {
      proposalId,
      ean: ean.replace(/^0+(?=\d{8})/, ''),
      name,
      lines: Object.entries(texts).map(([field, value]) => ({
        label: this.pages.say('territory', `sheets.field.${field}`),
        value: String(value).replace(/<[^>]*>/g, ' '),
      })),
      photo: photo === undefined ? null : { url: photoUrl(photo), nowUrl: now && photoUrl(now) },
    };
  }

  @Post()
  @Policy('initiative_agent')
  async decide(@Actor() actor: SignedIn, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const { proposalId, decision } = parseForm(decisionForm, body);
    await this.sheets.decide(proposalId, { accept: decision === 'accept', personId: actor.personId });
    redirectTo(reply, PATH, { key: decision === 'accept' ? 'sheets.accepted' : 'sheets.refused' });
  }
}
