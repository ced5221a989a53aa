import { Module } from '@nestjs/common';
import { RegionFaces } from './region-faces.service.js';

/** How the region shows itself. */
@Module({ providers: [RegionFaces], exports: [RegionFaces] })
export class FaceModule {}
