import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { ShopPictures } from '#libs/looks';
import { redirectTo } from '../../http/flash.js';
import { type FormView, freshForm, parseForm, refusedForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { pictureForm } from './look.form.js';
import { thumbOf } from './look-settings.mapper.js';

/** Pictures that were given for the look of the shop. */
@Controller('@gestion/vitrine/photos')
export class LookPicturesController {
  constructor(
    private readonly pictures: ShopPictures,
    private readonly pages: Pages,
  ) {}

  @Get()
  @Policy('shop_owner')
  async list(@Res() reply: Reply): Promise<void> {
    await this.show(reply, freshForm());
  }

  @Post('suppression')
  @Policy('shop_owner')
  async remove(@Res() reply: Reply, @Body() body: unknown): Promise<void> {
    try {
      await this.pictures.remove(parseForm(pictureForm, body).photo);
    } catch (error) {
      return this.show(reply, refusedForm(error, {}, 'contenu'));
    }
    redirectTo(reply, '/vitrine/photos', { key: 'look.picture_removed' });
  }

  private async show(reply: Reply, form: FormView & { status?: number }): Promise<void> {
    const choices = await this.pictures.choices();
    await page(
      reply,
      'merchant/look-pictures',
      {
        title: this.pages.say('merchant', 'look.pictures'),
        form,
        pictures: choices.filter(({ isOwn }) => isOwn).map(thumbOf),
      },
      form.status === undefined ? {} : { status: form.status },
    );
  }
}
