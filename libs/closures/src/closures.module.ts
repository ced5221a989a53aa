import { Module } from '@nestjs/common';
import { Closures } from './closures.service.js';

@Module({ providers: [Closures], exports: [Closures] })
export class ClosuresModule {}
