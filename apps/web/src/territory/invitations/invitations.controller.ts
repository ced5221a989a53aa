import { Body, Controller, Get, Inject, Param, Post, Res } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { RegionFaces } from '#libs/face';
import { Initiatives } from '#libs/imports';
import { type InvitationLetter, ClaimInvitations } from '#libs/invitations';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { loadTerritory } from '#libs/territory';
import { scopeOf } from '../../http/actor-scope.js';
import { redirectTo } from '../../http/flash.js';
import { parseForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import { Actor, type Reply } from '../../http/site-request.js';
import { addressOf, batchRow, letterText, longDay } from './invitation.mapper.js';
import { type OwnerLetter, writeLetters } from './owner-letter.js';

const PATH = '/territoire/invitations';
const channelForm = z.object({ channel: z.enum(['mail', 'letter']) });

/** Owners are invited to their waiting shops: mails in batches, letters on paper as one file to print. */
@Controller('@gestion/territoire/invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: ClaimInvitations,
    private readonly initiatives: Initiatives,
    private readonly pages: Pages,
    private readonly faces: RegionFaces,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Policy('initiative_agent')
  async show(@Actor() actor: SignedIn, @Res() reply: Reply): Promise<void> {
    const scope = scopeOf(actor);
    const batches = await this.invitations.batches(scope);
    await page(reply, 'territory/invitations', {
      title: this.say('title'),
      uninvited: await this.invitations.uninvited(scope),
      columns: ['when', 'by', 'how', 'shops', 'claimed', 'letters'].map((key) => ({ label: this.say(key) })),
      rows: batches.map((batch) => batchRow(batch, PATH, this.say)),
    });
  }

  @Post()
  @Policy('initiative_agent', { rate: { max: 20, seconds: 60 } })
  async invite(@Actor() actor: SignedIn, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const { channel } = parseForm(channelForm, body);
    const { shops } = await this.invitations.invite(scopeOf(actor), channel, actor.personId);
    redirectTo(reply, PATH, { key: `invitations.made_${channel}`, values: { shops } });
  }

  @Get(':batchId/lettres.pdf')
  @Policy('initiative_agent', { rate: { max: 10, seconds: 60 } })
  async letters(@Actor() actor: SignedIn, @Param('batchId') batchId: string, @Res() reply: Reply): Promise<void> {
    const letters = await this.invitations.letters(scopeOf(actor), batchId);
    const { sheet } = await writeLetters(await this.text(actor), this.printed(letters));
    void reply
      .header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename="lettres-${batchId}.pdf"`)
      .type('application/pdf')
      .send(sheet);
  }

  private async *printed(letters: AsyncIterable<InvitationLetter>): AsyncGenerator<OwnerLetter> {
    const office = publicOrigin(this.settings, 'gestion');
    const territory = loadTerritory(this.settings.regionCode);
    for await (const letter of letters) {
      yield {
        address: addressOf(letter, territory.commune(letter.communeInsee)?.name ?? ''),
        shop: letter.name,
        page: publicOrigin(this.settings, letter.slug).replace(/^https?:\/\//, ''),
        code: letter.code,
        until: longDay(letter.expiresAt),
        claimUrl: `${office}/prise-en-main`,
        withdrawalUrl: `${office}/retrait?boutique=${letter.slug}`,
      };
    }
  }

  private async text(actor: SignedIn) {
    const region = loadTerritory(this.settings.regionCode).region.name;
    const mine = await this.initiatives.list(scopeOf(actor));
    const sender = mine.length === 1 ? [mine[0]!.name, `Région ${region}`] : [`Région ${region}`];
    const portal = this.faces.current.face.name;
    return letterText({ sender, logo: await this.faces.logoOnPaper(), region, portal }, this.say);
  }

  private readonly say = (key: string, values = {}): string =>
    this.pages.say('territory', `invitations.${key}`, values);
}
