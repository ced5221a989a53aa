import { Module } from '@nestjs/common';
import { AccountsModule } from '#libs/accounts';
import { AuditModule } from '#libs/audit';
import { BroadcastsModule } from '#libs/broadcasts';
import { ClosuresModule } from '#libs/closures';
import { FaceModule } from '#libs/face';
import { FederationModule } from '#libs/federation';
import { FiguresModule } from '#libs/figures';
import { ImportsModule } from '#libs/imports';
import { InvitationsModule } from '#libs/invitations';
import { MessagesModule } from '#libs/messages';
import { OrdersModule } from '#libs/orders';
import { ModerationModule } from '#libs/moderation';
import { SearchModule } from '#libs/search';
import { SheetsModule } from '#libs/sheets';
import { ShopsModule } from '#libs/shops';
import { TeamModule } from '#libs/team';
import { BrowserSession } from '../http/browser-session.js';
import { HttpModule } from '../http/http.module.js';
import { ClaimRequestsController } from './claim-requests.controller.js';
import { ClosuresController } from './closures/closures.controller.js';
import { FeedsController } from './feeds/feeds.controller.js';
import { MatchesController } from './feeds/matches.controller.js';
import { BroadcastsController } from './broadcasts/broadcasts.controller.js';
import { RelayController } from './relay/relay.controller.js';
import { FaceController } from './face/face.controller.js';
import { FiguresController } from './figures/figures.controller.js';
import { DeskAssistanceController } from './assistance/assistance.controller.js';
import { HelpDeskController } from './help.controller.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { TerritoryHomeController } from './home.controller.js';
import { TerritoryImportColumnsController } from './import-columns.controller.js';
import { FirstProductsController } from './first-products/first-products.controller.js';
import { TerritoryImportMapController } from './import-map.controller.js';
import { TerritoryImportStepsController } from './import-steps.controller.js';
import { InitiativeFaceController } from './initiatives/initiative-face.controller.js';
import { InitiativePages } from './initiatives/initiative-pages.js';
import { InitiativesController } from './initiatives/initiatives.controller.js';
import { TerritoryImportsController } from './imports.controller.js';
import { ModerationCards } from './moderation/moderation.cards.js';
import { ModerationController } from './moderation/moderation.controller.js';
import { ReservedNamesController } from './moderation/reserved-names.controller.js';
import { JournalController } from './journal/journal.controller.js';
import { TerritorySheetsController } from './sheets.controller.js';
import { TerritoryShopsController } from './shops.controller.js';

@Module({
  imports: [
    HttpModule,
    AccountsModule,
    AuditModule,
    BroadcastsModule,
    ClosuresModule,
    FaceModule,
    FederationModule,
    FiguresModule,
    ImportsModule,
    InvitationsModule,
    MessagesModule,
    ModerationModule,
    OrdersModule,
    SearchModule,
    SheetsModule,
    ShopsModule,
    TeamModule,
  ],
  controllers: [
    TerritoryHomeController,
    TerritoryImportsController,
    TerritoryImportColumnsController,
    TerritoryImportStepsController,
    TerritoryImportMapController,
    FirstProductsController,
    TerritoryShopsController,
    TerritorySheetsController,
    ClaimRequestsController,
    ClosuresController,
    FeedsController,
    InitiativesController,
    InitiativeFaceController,
    MatchesController,
    InvitationsController,
    HelpDeskController,
    DeskAssistanceController,
    FiguresController,
    JournalController,
    ModerationController,
    FaceController,
    RelayController,
    BroadcastsController,
    ReservedNamesController,
  ],
  providers: [BrowserSession, ModerationCards, InitiativePages],
})
export class TerritoryModule {}
