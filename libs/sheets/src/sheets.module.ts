import { Module } from '@nestjs/common';
import { SheetDescribe } from './sheet-describe.job.js';
import { SheetPictures } from './sheet-pictures.js';
import { Sheets } from './sheets.service.js';

@Module({ providers: [Sheets, SheetPictures, SheetDescribe], exports: [Sheets] })
export class SheetsModule {}
