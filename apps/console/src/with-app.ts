import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { loadSettings } from '#libs/platform';

/** Runs `work` with the libs' services, and lets the database go afterwards. Loaded when a command needs it only. */
export async function withApp<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  const { ConsoleModule } = await import('./console.module.js');
  const app = await NestFactory.createApplicationContext(ConsoleModule.forRoot(loadSettings()), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
