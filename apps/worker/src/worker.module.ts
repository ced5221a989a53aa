import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AccountsModule } from '#libs/accounts';
import { AlertsModule } from '#libs/alerts';
import { BroadcastsModule } from '#libs/broadcasts';
import { CareModule } from '#libs/care';
import { CatalogModule } from '#libs/catalog';
import { CustomersModule } from '#libs/customers';
import { FaceModule } from '#libs/face';
import { FederationModule } from '#libs/federation';
import { ImportsModule } from '#libs/imports';
import { InvitationsModule } from '#libs/invitations';
import { MessagesModule } from '#libs/messages';
import { ModerationModule } from '#libs/moderation';
import { OrdersModule } from '#libs/orders';
import { PaymentsModule } from '#libs/payments';
import { PickupModule } from '#libs/pickup';
import { PlatformModule, type Settings } from '#libs/platform';
import { RoundsModule } from '#libs/rounds';
import { SearchModule } from '#libs/search';
import { SheetsModule } from '#libs/sheets';
import { ShopsModule } from '#libs/shops';
import { TeamModule } from '#libs/team';
import { TenancyModule } from '#libs/tenancy';
import { JobRunner } from './job-runner.js';

@Module({})
export class WorkerModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.forRoot(settings),
        TenancyModule,
        AccountsModule,
        ShopsModule,
        BroadcastsModule,
        CareModule,
        CatalogModule,
        PickupModule,
        ModerationModule,
        OrdersModule,
        PaymentsModule,
        MessagesModule,
        CustomersModule,
        AlertsModule,
        RoundsModule,
        SearchModule,
        SheetsModule,
        ImportsModule,
        FaceModule,
        FederationModule,
        TeamModule,
        InvitationsModule,
        DiscoveryModule,
      ],
      providers: [JobRunner],
      exports: [JobRunner],
    };
  }
}
