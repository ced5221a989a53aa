import 'reflect-metadata';
import { loadSettings } from '#libs/platform';
import { MemoryFeed } from '#libs/search';
import { listThemes, theme } from '#libs/themes';
import { Pages } from './http/pages.js';
import { createWebApp } from './http/web-app.js';
import { WebModule } from './web.module.js';

const STOP_MS = 9_000;

const settings = loadSettings();
const app = await createWebApp(WebModule.forRoot(settings), settings);
app.get(Pages, { strict: false }).prepare();
for (const name of listThemes()) theme(name).views.prepare();
process.once('SIGTERM', () => setTimeout(() => process.exit(0), STOP_MS).unref());
// Whoever started us is gone: the database may go next.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
await app.listen({ port: settings.port, host: process.env['HOST'] ?? '127.0.0.1' });
console.log(`Web ready on port ${settings.port}`);
if (settings.searchMemory) void app.get(MemoryFeed, { strict: false }).start();
