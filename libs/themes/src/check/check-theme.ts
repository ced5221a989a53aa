import path from 'node:path';

import { checkAssets } from './asset-check.js';
import { checkContrast } from './contrast-check.js';
import { type Finding, Findings } from './findings.js';
import { checkLocales } from './locale-check.js';
import { checkManifest, checkUnusedSettings } from './manifest-check.js';
import { checkPages, checkPreviews, loadForCheck } from './preview-check.js';
import { checkTemplates } from './template-checks.js';
import { readThemeFolder } from './theme-folder.js';

/**
 * Everything that is wrong with the theme in `dir`, by file and line; `themeChecks()` says why and what to do. Nothing
 * is written, nothing of the theme is executed but its templates. Throws when there is no such folder.
 */
export function checkTheme(dir: string): Finding[] {
  const findings = new Findings();
  const folder = readThemeFolder(dir);
  checkManifest(folder, findings);
  const hasSentences = checkLocales(folder, findings);
  checkAssets(folder, findings);
  checkTemplates(folder, hasSentences ? [path.join(dir, 'locales')] : [], findings);
  checkUnusedSettings(folder, findings);
  checkContrast(folder, findings);
  checkPreviews(folder, findings);
  // A field that is not there breaks its page in ways that would be reported at other places.
  const isBroken = !hasSentences || folder.assetFaults.length > 0 || findings.has('T014', 'T024', 'T025');
  const views = isBroken ? null : loadForCheck(folder);
  if (views) checkPages(folder, views, findings);
  return findings.all;
}
