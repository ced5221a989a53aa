import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProductTable } from './bulk/product-table.service.js';
import { StockCounts } from './counting/stock-counts.service.js';
import { CatalogNews } from './catalog-news.js';
import { Drafts } from './drafts.service.js';
import { ImportedPhotos } from './imported-photos.js';
import { ImportedProducts } from './imported-products.js';
import { PhotoFetchJob } from './photos/photo-fetch.job.js';
import { PhotoFilesJob } from './photos/photo-files.job.js';
import { PhotoJobs } from './photos/photo-jobs.js';
import { Photos } from './photos/photos.service.js';
import { PictureFiles } from './photos/picture-files.js';
import { Photo, Product, Variant } from './product.entity.js';
import { Products } from './products.service.js';
import { RemotePictures } from './photos/remote-pictures.js';
import { Stock } from './stock.service.js';
import { ProductCopies } from './copies/product-copies.service.js';
import { Variants } from './variants/variants.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Product, Variant, Photo])],
  providers: [
    Products,
    Drafts,
    Stock,
    StockCounts,
    Photos,
    Variants,
    ProductTable,
    ProductCopies,
    ImportedProducts,
    ImportedPhotos,
    CatalogNews,
    PictureFiles,
    RemotePictures,
    PhotoJobs,
    PhotoFetchJob,
    PhotoFilesJob,
  ],
  exports: [Products, Drafts, Stock, StockCounts, Photos, Variants, ProductTable, ProductCopies],
})
export class CatalogModule {}
