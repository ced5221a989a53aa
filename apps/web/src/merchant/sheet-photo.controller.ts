import { Controller, Get, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import { SheetPhotos } from '#libs/sheets';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import type { Reply } from '../http/site-request.js';

const photoQuery = z.object({ copie: z.string().max(100).catch('') });

/** Photos of shared sheets and those proposed for them: copies of the region's, for merchants and agents to look at. */
@Controller('@gestion/fiches/photos')
export class SheetPhotoController {
  constructor(private readonly photos: SheetPhotos) {}

  @Get()
  @Policy('signed_in')
  async show(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const bytes = await this.photos.read(parseForm(photoQuery, query).copie);
    void reply.header('cache-control', 'private, max-age=600').type('image/webp').send(bytes);
  }
}
