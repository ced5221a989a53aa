import { Module } from '@nestjs/common';
import { ShopsModule } from '#libs/shops';
import { HttpModule } from '../http/http.module.js';
import { StorefrontHomeController } from './home.controller.js';

@Module({ imports: [HttpModule, ShopsModule], controllers: [StorefrontHomeController] })
export class StorefrontModule {}
