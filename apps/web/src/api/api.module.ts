import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { OpenApiController } from './open-api.controller.js';

@Module({ imports: [HttpModule], controllers: [OpenApiController] })
export class ApiModule {}
