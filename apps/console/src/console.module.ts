import { type DynamicModule, Module } from '@nestjs/common';
import { AccountsModule } from '#libs/accounts';
import { AuditModule } from '#libs/audit';
import { CatalogModule } from '#libs/catalog';
import { FederationModule } from '#libs/federation';
import { ImportsModule } from '#libs/imports';
import { OrdersModule } from '#libs/orders';
import { PickupModule } from '#libs/pickup';
import { PlatformModule, type Settings } from '#libs/platform';
import { SearchModule } from '#libs/search';
import { ShopsModule } from '#libs/shops';
import { TenancyModule } from '#libs/tenancy';

@Module({})
export class ConsoleModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: ConsoleModule,
      imports: [
        PlatformModule.forRoot(settings),
        TenancyModule,
        AccountsModule,
        AuditModule,
        ShopsModule,
        CatalogModule,
        PickupModule,
        OrdersModule,
        SearchModule,
        ImportsModule,
        FederationModule,
      ],
    };
  }
}
