import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { SheetsModule } from '#libs/sheets';
import { ShopsModule } from '#libs/shops';
import { HttpModule } from '../http/http.module.js';
import { ProductOptionsController } from './product-options.controller.js';
import { ProductController } from './product.controller.js';
import { ProductListController } from './product-list.controller.js';
import { ProductNewController } from './product-new.controller.js';
import { ProductPages } from './product-pages.js';
import { ProductTableController } from './product-table.controller.js';
import { ProductPhotosController } from './product-photos.controller.js';
import { ProductSheetController } from './product-sheet.controller.js';
import { QuickAdd } from './quick-add.js';
import { QuickAddController } from './quick-add.controller.js';
import { QuickPages } from './quick-pages.js';
import { SheetPhotoController } from './sheet-photo.controller.js';
import { StockCountController } from './stock-count.controller.js';

/** What the shop sells, as its owner enters it. */
@Module({
  imports: [HttpModule, CatalogModule, SheetsModule, ShopsModule],
  controllers: [
    ProductListController,
    ProductTableController,
    ProductNewController,
    QuickAddController,
    StockCountController,
    ProductSheetController,
    SheetPhotoController,
    ProductController,
    ProductOptionsController,
    ProductPhotosController,
  ],
  providers: [ProductPages, QuickAdd, QuickPages],
})
export class ProductPagesModule {}
