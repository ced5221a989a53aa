import { Module } from '@nestjs/common';
import { LookDrafts } from './look-drafts.service.js';
import { LookVersions } from './look-versions.service.js';
import { ShopPictures } from './shop-pictures.service.js';

const services = [LookDrafts, LookVersions, ShopPictures];

@Module({ providers: services, exports: services })
export class LooksModule {}
