// node audit-pages.ts url…: one line of JSON for each page, as Lighthouse sees it. A spec runs it as a program of its own.
import { auditTimed } from './audit.js';

for (const url of process.argv.slice(2)) console.log(JSON.stringify(await auditTimed(url)));
