import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module.js';
import { PortalHomeController } from './home.controller.js';

@Module({ imports: [HttpModule], controllers: [PortalHomeController] })
export class PortalModule {}
