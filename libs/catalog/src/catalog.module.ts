import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogNews } from './catalog-news.js';
import { ImportedPhotos } from './imported-photos.js';
import { ImportedProducts } from './imported-products.js';
import { PhotoFetchJob } from './photo-fetch.job.js';
import { PhotoFilesJob } from './photo-files.job.js';
import { PhotoJobs } from './photo-jobs.js';
import { Photos } from './photos.service.js';
import { PictureFiles } from './picture-files.js';
import { Photo, Product, Variant } from './product.entity.js';
import { Products } from './products.service.js';
import { RemotePictures } from './remote-pictures.js';
import { Stock } from './stock.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Product, Variant, Photo])],
  providers: [
    Products,
    Stock,
    Photos,
    ImportedProducts,
    ImportedPhotos,
    CatalogNews,
    PictureFiles,
    RemotePictures,
    PhotoJobs,
    PhotoFetchJob,
    PhotoFilesJob,
  ],
  exports: [Products, Stock, Photos],
})
export class CatalogModule {}
