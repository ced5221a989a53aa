import { Module } from '@nestjs/common';
import { Establishments } from './establishments.service.js';
import { Figures } from './figures.service.js';

/** Indicators over the territory, computed from raw rows each time they are asked for. */
@Module({ providers: [Figures, Establishments], exports: [Figures, Establishments] })
export class FiguresModule {}
