import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '#libs/accounts';
import { Claims } from './claims.service.js';
import { Provisioning } from './provisioning.service.js';
import { ShopDirectory } from './shop-directory.service.js';
import { ShopHours } from './shop-hours.service.js';
import { Shop } from './shop.entity.js';
import { Shops } from './shops.service.js';

const services = [ShopDirectory, Shops, ShopHours, Provisioning, Claims];

@Module({ imports: [AccountsModule, TypeOrmModule.forFeature([Shop])], providers: services, exports: services })
export class ShopsModule {}
