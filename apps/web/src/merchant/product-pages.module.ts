import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { ShopsModule } from '#libs/shops';
import { HttpModule } from '../http/http.module.js';
import { ProductController } from './product.controller.js';
import { ProductListController } from './product-list.controller.js';
import { ProductNewController } from './product-new.controller.js';
import { ProductPages } from './product-pages.js';
import { ProductPhotosController } from './product-photos.controller.js';

/** What the shop sells, as its owner enters it. */
@Module({
  imports: [HttpModule, CatalogModule, ShopsModule],
  controllers: [ProductListController, ProductNewController, ProductController, ProductPhotosController],
  providers: [ProductPages],
})
export class ProductPagesModule {}
