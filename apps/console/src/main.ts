import 'reflect-metadata';
import { CommanderError } from 'commander';
import { SettingsError } from '#libs/platform';
import { AppError } from '#libs/kernel';
import { program } from './program.js';
import { ReasonBook } from './reason-book.js';
import { RefusedError } from './refused-error.js';
import { UsageError } from './usage-error.js';

const REFUSED = 1;
const WRONG_USAGE = 2;

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
  if (error instanceof RefusedError) {
    console.error(error.message);
    return REFUSED;
  }
  if (error instanceof UsageError || error instanceof SettingsError) {
    console.error(error.message);
    return WRONG_USAGE;
  }
  console.error(error instanceof AppError ? new ReasonBook().say(error) : error);
  return REFUSED;
}

process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
