import path from 'node:path';
import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Settings } from './config/settings.js';
import { MAILER, MEDIA_STORE, READ_REPLICA, SETTINGS, SMS_SENDER } from './config/tokens.js';
import { Channels } from './database/channel.js';
import { ReadReplica } from './database/read-replica.js';
import { appUrl } from './database/roles.js';
import { Events } from './jobs/events.js';
import { Jobs } from './jobs/jobs.js';
import { createMailer, Letters, type Mailer, NamedMailer, PortalName } from './mail/index.js';
import { createMediaStore, type MediaStore, PictureProcessor } from './media/index.js';
import { OutboundClient } from './outbound/index.js';
import { HttpSmsSender } from './sms/index.js';

const DOORS = [
  SETTINGS,
  READ_REPLICA,
  Jobs,
  Events,
  Channels,
  MEDIA_STORE,
  PictureProcessor,
  MAILER,
  Letters,
  PortalName,
  OutboundClient,
  SMS_SENDER,
];

/** The outside world, one instance of each, for every lib. */
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(
    @Inject(MEDIA_STORE) private readonly media: MediaStore,
    @Inject(MAILER) private readonly mailer: Mailer,
    private readonly pictures: PictureProcessor,
    private readonly outbound: OutboundClient,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.media.close(), this.mailer.close(), this.pictures.close(), this.outbound.close()]);
  }

  static forRoot(settings: Settings): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          url: appUrl(settings.databaseUrl),
          poolSize: settings.databasePool,
          extra: { pipeline: true, application_name: 'devanture' },
          autoLoadEntities: true,
          synchronize: false,
          installExtensions: false,
          logging: false,
          retryAttempts: 0,
        }),
      ],
      providers: [
        { provide: SETTINGS, useValue: settings },
        Jobs,
        Events,
        Channels,
        { provide: MEDIA_STORE, useFactory: () => openMediaStore(settings) },
        { provide: READ_REPLICA, useFactory: () => openReplica(settings) },
        { provide: PictureProcessor, useFactory: () => new PictureProcessor() },
        {
          provide: MAILER,
          inject: [PortalName],
          useFactory: (portal: PortalName) =>
            new NamedMailer(
              createMailer({ smtpUrl: settings.smtpUrl, dir: path.join(settings.dataDir, 'mail') }),
              portal,
              settings.mailFrom,
            ),
        },
        Letters,
        PortalName,
        { provide: OutboundClient, useFactory: () => new OutboundClient({ allow: settings.outboundAllow }) },
        {
          provide: SMS_SENDER,
          inject: [OutboundClient],
          useFactory: (outbound: OutboundClient) => settings.sms && new HttpSmsSender(outbound, settings.sms),
        },
      ],
      exports: DOORS,
    };
  }
}

async function openMediaStore(settings: Settings): Promise<MediaStore> {
  const store = createMediaStore({ dir: path.join(settings.dataDir, 'media'), s3: settings.s3 });
  await store.prepare();
  return store;
}

const openReplica = ({ databaseReplicaUrl, databasePool }: Settings): ReadReplica | null =>
  databaseReplicaUrl === null ? null : new ReadReplica(appUrl(databaseReplicaUrl), databasePool);
