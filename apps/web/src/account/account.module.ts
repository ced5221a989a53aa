import { Module } from '@nestjs/common';
import { AccountsModule } from '#libs/accounts';
import { HttpModule } from '../http/http.module.js';

@Module({ imports: [AccountsModule, HttpModule] })
export class AccountModule {}
