import { Module } from '@nestjs/common';
import { ImportsModule } from '#libs/imports';
import { TerritoryImportsApiController } from './territory-imports.controller.js';

@Module({ imports: [ImportsModule], controllers: [TerritoryImportsApiController] })
export class TerritoryApiModule {}
