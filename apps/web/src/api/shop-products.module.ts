import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { HttpModule } from '../http/http.module.js';
import { ShopPhotosController } from './shop-photos.controller.js';
import { ShopProductsController } from './shop-products.controller.js';
import { ShopVariantsController } from './shop-variants.controller.js';
import { ShopStockController } from './shop-stock.controller.js';

@Module({
  imports: [HttpModule, CatalogModule],
  controllers: [ShopProductsController, ShopStockController, ShopPhotosController, ShopVariantsController],
})
export class ShopProductsModule {}
