import { Controller, Get, Inject, Res } from '@nestjs/common';
import { type Face, RegionFaces } from '#libs/face';
import { SETTINGS, type Settings } from '#libs/platform';
import { loadTerritory } from '#libs/territory';
import { page } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { say } from '../portal-sentences.js';

type TextKind = 'legal' | 'privacy' | 'accessibility';

/** Who is behind the portal, what becomes of what one tells it, who can use it, whom to ask. */
@Controller('@portal')
export class PortalTextsController {
  private readonly region: string;

  constructor(
    private readonly faces: RegionFaces,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.region = loadTerritory(settings.regionCode).region.name;
  }

  @Get('mentions-legales')
  @Policy('public')
  legal(@Res() reply: Reply): Promise<void> {
    return this.show(reply, 'legal', '/mentions-legales');
  }

  @Get('confidentialite')
  @Policy('public')
  privacy(@Res() reply: Reply): Promise<void> {
    return this.show(reply, 'privacy', '/confidentialite');
  }

  @Get('accessibilite')
  @Policy('public')
  accessibility(@Res() reply: Reply): Promise<void> {
    return this.show(reply, 'accessibility', '/accessibilite');
  }

  @Get('contact')
  @Policy('public')
  async contact(@Res() reply: Reply): Promise<void> {
    const { email, phone, address } = this.faces.current.face;
    await page(reply, 'portal/contact', {
      title: say('texts.contact'),
      description: say('texts.contact'),
      canonical: '/contact',
      email: email || null,
      phone: phone || null,
      address: address || null,
      isSilent: !email && !phone && !address,
    });
  }

  private async show(reply: Reply, kind: TextKind, canonical: string): Promise<void> {
    const { face } = this.faces.current;
    await page(reply, 'portal/text', {
      title: say(`texts.${kind}`),
      description: say(`texts.${kind}`),
      canonical,
      paragraphs: (face[kind] || this.ownWords(kind, face)).split(/\n\s*\n/),
    });
  }

  /** What can be said without the region's own words. */
  private ownWords(kind: TextKind, { name }: Face): string {
    const { hosting } = this.settings;
    return say(`texts.${kind}_own`, { name, region: this.region, host: hosting || say('texts.host_unsaid') });
  }
}
