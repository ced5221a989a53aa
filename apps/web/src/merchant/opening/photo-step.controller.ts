import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import { mediaKey } from '#libs/platform';
import { type ShopFront, ShopFronts, Shops } from '#libs/shops';
import { currentShopId } from '#libs/tenancy';
import type { Photo } from '#libs/themes';
import { redirectTo } from '../../http/flash.js';
import { freshForm, parseForm, refusedForm } from '../../http/form.js';
import { Policy } from '../../http/policy.js';
import type { Reply, Request } from '../../http/site-request.js';
import { fileUpload } from '../../http/upload.js';
import { PHOTO_FORM_BYTES } from '../product-new.controller.js';
import { photoForm } from './opening.form.js';
import { type Form, OpeningJourney } from './opening-journey.service.js';
import { screenPath } from './opening-step.js';
import { inLanguage } from '../../http/language.js';

/** The picture of the shop front; it can wait. */
@Controller('@gestion/ouvrir/photo')
export class PhotoStepController {
  constructor(
    private readonly fronts: ShopFronts,
    private readonly shops: Shops,
    private readonly journey: OpeningJourney,
  ) {}

  @Get()
  @Policy('shop_owner')
  async show(@Res() reply: Reply): Promise<void> {
    await this.draw(reply);
  }

  @Post()
  @Policy('shop_owner')
  async save(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const upload = await fileUpload(request, { maxBytes: PHOTO_FORM_BYTES });
    try {
      const { alt } = parseForm(photoForm, upload.fields);
      const file = upload.files.find(({ field }) => field === 'photo');
      if (file) await this.fronts.set(await file.read(), alt);
      await this.journey.advance(reply, 'photo');
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await this.draw(reply, refusedForm(error, upload.fields, 'photo'));
    } finally {
      await upload.discard();
    }
  }

  @Post('suppression')
  @Policy('shop_owner')
  async remove(@Res() reply: Reply): Promise<void> {
    await this.fronts.remove();
    redirectTo(reply, screenPath('photo'), { key: 'opening.photo.removed' });
  }

  private async draw(reply: Reply, form?: Form): Promise<void> {
    const [front, { name }] = await Promise.all([this.fronts.current(), this.shops.current()]);
    const alt = front?.alt || inLanguage('fr', () => this.journey.say('opening.photo.alt_draft', { name }));
    await this.journey.show(reply, 'photo', { form: form ?? freshForm({ alt }), photo: front && photoOf(front) });
  }
}

/** On the back office's own host the small JPEG does. */
function photoOf({ photoId, alt, width, height, widths, color }: ShopFront): Photo {
  const size = Math.min(960, width);
  const url = (wide: number, format: 'webp' | 'jpeg') => `/media/${mediaKey(currentShopId(), photoId, wide, format)}`;
  return {
    src: url(size, 'jpeg'),
    width: size,
    height: Math.round((height * size) / width),
    alt,
    color,
    avif: [],
    webp: widths.map((wide) => ({ url: url(wide, 'webp'), width: wide })),
  };
}
