import { Controller, Get, Inject, Res } from '@nestjs/common';
import { NotFoundError } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { page, Pages } from '../http/pages.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';
import { componentSamples } from './component-samples.js';
import { inLanguage } from '../http/language.js';

/** The living page of every component, in the demo alone. */
@Controller('@gestion')
export class ComponentsController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly pages: Pages,
  ) {}

  @Get('composants')
  @Policy('public')
  async show(@Res() reply: Reply): Promise<void> {
    if (!this.settings.demo) throw new NotFoundError();
    const title = inLanguage('fr', () => this.pages.say('account', 'components.title'));
    await page(reply, 'account/components', { title, ...componentSamples() }, { language: 'fr' });
  }
}
