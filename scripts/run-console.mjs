// Gives a console command its database: DATABASE_URL, the one `npm start` runs, or one that lives as long as the command.
import { join } from 'node:path';
import { spawnTied } from './handover.mjs';
import { completeEnvironment, openDatabase } from './serve-database.mjs';
import { isForPeople, root } from './workspace.mjs';

const WITHOUT_DATABASE = ['themes', 'help'];

const words = process.argv.slice(2);
const needsDatabase =
  words.length > 0 && !WITHOUT_DATABASE.includes(words[0]) && !words.includes('--help') && !words.includes('-h');

async function main() {
  const environment = await completeEnvironment(process.env);
  const isMigrated = words[0] !== 'migrate' && !environment.DATABASE_URL; // a server of others is migrated when asked only
  const database = needsDatabase && (await openDatabase(environment, console.error, { part: 'command', isMigrated }));
  try {
    return await runCommand(database ? { ...environment, DATABASE_URL: database.adminUrl } : environment);
  } finally {
    if (database) await database.close();
  }
}

function runCommand(env) {
  const child = spawnTied(join(root, 'dist', 'apps', 'console', 'src', 'main.js'), words, { env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) =>
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143))),
  );
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(isForPeople(error) ? error.message : error);
    process.exit(1);
  },
);
