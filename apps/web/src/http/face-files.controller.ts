import { Controller, Get, Param, Res } from '@nestjs/common';
import { faceCss, RegionFaces } from '#libs/face';
import { PageNotFoundError } from './http.errors.js';
import { Policy } from './policy.js';
import type { Reply } from './site-request.js';

/** The region's colours: a version's style sheet never changes. */
@Controller('@any/visage')
export class FaceFilesController {
  constructor(private readonly faces: RegionFaces) {}

  @Get(':versionId/couleurs.css')
  @Policy('public')
  async colours(@Param('versionId') versionId: string, @Res() reply: Reply): Promise<void> {
    const css = faceCss((await this.faces.version(versionId)).face);
    if (css === null) throw new PageNotFoundError();
    void reply.header('cache-control', 'public, max-age=31536000, immutable').type('text/css; charset=utf-8').send(css);
  }
}
