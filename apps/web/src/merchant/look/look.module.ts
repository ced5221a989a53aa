import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { LooksModule } from '#libs/looks';
import { ShopsModule } from '#libs/shops';
import { HttpModule } from '../../http/http.module.js';
import { LookController } from './look.controller.js';
import { LookFrame } from './look-frame.service.js';
import { LookPage } from './look-page.js';
import { LookPicturesController } from './look-pictures.controller.js';
import { LookSectionsController } from './look-sections.controller.js';
import { LookStepsController } from './look-steps.controller.js';
import { LookShelf } from './look-shelf.service.js';
import { LookUploads } from './look-uploads.service.js';

/** « Vitrine »: the editor of how the shop looks. */
@Module({
  imports: [HttpModule, CatalogModule, LooksModule, ShopsModule],
  controllers: [LookController, LookSectionsController, LookStepsController, LookPicturesController],
  providers: [LookPage, LookFrame, LookShelf, LookUploads],
})
export class LookModule {}
