import { Module } from '@nestjs/common';
import { SheetDescribe } from './sheet-describe.job.js';
import { SheetPictures } from './sheet-pictures.js';
import { SheetPhotos } from './sheet-photos.service.js';
import { Sheets } from './sheets.service.js';

@Module({ providers: [Sheets, SheetPhotos, SheetPictures, SheetDescribe], exports: [Sheets, SheetPhotos] })
export class SheetsModule {}
