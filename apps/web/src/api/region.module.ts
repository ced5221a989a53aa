import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { SearchModule } from '#libs/search';
import { HttpModule } from '../http/http.module.js';
import { ApiSearchController } from './search.controller.js';
import { ApiShopsController } from './shops.controller.js';

/** What everybody may read of the region: search, shops and their products. */
@Module({ imports: [HttpModule, SearchModule, CatalogModule], controllers: [ApiSearchController, ApiShopsController] })
export class RegionApiModule {}
