// The supervisor: embedded PostgreSQL, schema, demo region, then web and worker until a signal. Runs under the project's runtime.
import { setTimeout as sleep } from 'node:timers/promises';
import { completeEnvironment, openDatabase, seedOnce } from './serve-database.mjs';
import { keepRunning } from './serve-process.mjs';
import { announce, untilReady } from './serve-welcome.mjs';
import { isForPeople } from './workspace.mjs';

const SECOND_WISH_MS = 1000; // a terminal and npm both pass on the same Ctrl-C
const say = (sentence) => console.log(sentence);

function listenForEnd() {
  const wish = { isWanted: false, isUrgent: false };
  let firstAt;
  wish.asked = new Promise((resolve) => {
    const hear = () => {
      firstAt ??= Date.now();
      wish.isUrgent ||= Date.now() - firstAt > SECOND_WISH_MS;
      wish.isWanted = true;
      if (wish.isUrgent) wish.hurry?.();
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, hear);
  });
  return wish;
}

/** One life of the database: ends when a signal asks, when the database ends, or when a part cannot start. */
async function serve(environment, wish) {
  const database = await openDatabase(environment, say);
  const parts = [];
  try {
    const env = { ...environment, DATABASE_URL: database.appUrl };
    if (environment.DEMO === '1') await seedOnce(database, env, say);
    if (wish.isWanted) return 'asked';
    for (const name of ['web', 'worker']) parts.push(keepRunning(name, env, say));
    wish.hurry = () => parts.forEach((part) => part.kill());
    const failed = Promise.race(parts.map((part) => part.failed));
    const ended = Promise.race([
      wish.asked.then(() => 'asked'),
      database.ended.then(() => 'lost'),
      failed.then(() => 'failed'),
    ]);
    void welcome(environment, ended);
    return await ended;
  } finally {
    if (parts.length > 0) say('Stopping...');
    await Promise.all(parts.map((part) => part.stop()));
    await database.close();
  }
}

async function welcome(environment, ended) {
  if (await untilReady(environment, ended)) announce(environment, say);
}

async function main() {
  const wish = listenForEnd();
  const demo = process.env.DEMO ?? (process.env.NODE_ENV === 'production' ? '0' : '1');
  const environment = await completeEnvironment({
    ...process.env,
    DEMO: demo,
    PORT: process.env.PORT || '8080',
  });
  for (;;) {
    const reason = await serve(environment, wish);
    if (reason === 'asked') return 0;
    if (reason === 'failed') return 1;
    say('The database ended unexpectedly; starting it again.');
    await Promise.race([sleep(1000), wish.asked]);
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(isForPeople(error) ? error.message : error);
    process.exit(1);
  },
);
