import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { loadSettings } from '#libs/platform';
import { JobRunner } from './job-runner.js';
import { WorkerModule } from './worker.module.js';

const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(loadSettings()), {
  logger: ['error', 'warn'],
  abortOnError: false,
});
app.enableShutdownHooks();
// Whoever started us is gone: the database may go next.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
await app.get(JobRunner).start();
console.log('Worker ready');
