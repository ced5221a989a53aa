import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PhotoFetchJob } from './photo-fetch.job.js';
import { Photos } from './photos.service.js';
import { Photo, Product, Variant } from './product.entity.js';
import { Products } from './products.service.js';
import { Stock } from './stock.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Product, Variant, Photo])],
  providers: [Products, Stock, Photos, PhotoFetchJob],
  exports: [Products, Stock, Photos],
})
export class CatalogModule {}
