import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '#libs/accounts';
import { ClaimAnswerMailJobHandler } from './claim-answer-mail.job.js';
import { ClaimRequests } from './claim-requests.service.js';
import { Claims } from './claims.service.js';
import { Founding } from './founding.service.js';
import { ImportUndo } from './import-undo.service.js';
import { Openings } from './openings.service.js';
import { Provisioning } from './provisioning.service.js';
import { ShopDirectory } from './shop-directory.service.js';
import { ShopFronts } from './shop-fronts.service.js';
import { ShopHours } from './shop-hours.service.js';
import { ShopSources } from './shop-sources.service.js';
import { Shop } from './shop.entity.js';
import { TermsVersions } from './terms-versions.service.js';
import { Shops } from './shops.service.js';
import { Twins } from './twins.service.js';

const services = [
  ShopDirectory,
  Shops,
  ShopHours,
  Provisioning,
  ImportUndo,
  Twins,
  Claims,
  ClaimRequests,
  Founding,
  Openings,
  ShopFronts,
  ShopSources,
  TermsVersions,
];

@Module({
  imports: [AccountsModule, TypeOrmModule.forFeature([Shop])],
  providers: [...services, ClaimAnswerMailJobHandler],
  exports: services,
})
export class ShopsModule {}
