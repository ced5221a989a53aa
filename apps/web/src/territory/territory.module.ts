import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { TerritoryHomeController } from './home.controller.js';

@Module({ imports: [HttpModule], controllers: [TerritoryHomeController] })
export class TerritoryModule {}
