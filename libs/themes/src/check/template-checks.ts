import { readFileSync } from 'node:fs';
import path from 'node:path';

import { parseTemplate, TemplateChecker, type TemplateFault, type TemplateWorld } from '../template-check.js';
import { gatherTemplates, type TemplateFile } from '../view-engine.js';
import { FieldWalk, type ParsedTemplate } from './field-walk.js';
import { type Findings, lineOf } from './findings.js';
import { blankExpressions, scanHtml } from './html-scan.js';
import { Kinds } from './kinds.js';
import { TEMPLATE_VIEWS } from './shapes.js';
import type { TextFile, ThemeFolder } from './theme-folder.js';

/** The checks that a theme is also held to when it is loaded. */
const AT_LOAD: Record<string, string> = {
  too_long: 'T011',
  syntax: 'T012',
  unknown_statement: 'T012',
  unknown_helper: 'T020',
  unknown_partial: 'T021',
  unknown_icon: 'T022',
  unknown_asset: 'T023',
  helper_without_argument: 'T026',
  unknown_image_size: 'T029',
  raw_output: 'T030',
  inline_script: 'T031',
  inline_style: 'T032',
  inline_handler: 'T033',
  unchecked_link: 'T034',
  unquoted_attribute: 'T035',
  unknown_sentence: 'T050',
};

const isPartial = (shown: string): boolean => shown.startsWith('partials');
const nameOf = (shown: string): string =>
  shown
    .replace(/^partials./, '')
    .replace(/\.hbs$/, '')
    .replaceAll(path.sep, '/');
const FAULT_LINE = / on line (\d+)/;

/** T010 to T036: every template of the theme. `locales` are the folders of sentences that can be read. */
export function checkTemplates(folder: ThemeFolder, locales: string[], findings: Findings): void {
  const imageSizes = folder.manifest?.imageSizes ?? {};
  const { world, partials } = gatherTemplates({ dirs: [folder.dir], locales, assets: folder.assets, imageSizes });
  const known = knownNames(folder, world, locales.length > 0);
  const parsed = new Map<string, ParsedTemplate>();
  for (const [name, file] of partials) parsed.set(name, parseBase(file));
  for (const file of folder.templates) {
    const program = checkTemplate(file, known, findings);
    if (program) parsed.set(isPartial(file.shown) ? nameOf(file.shown) : `/${nameOf(file.shown)}`, program);
    checkMarkup(file, findings);
  }
  checkNames(folder, findings);
  walkFields(folder, parsed, findings);
}

/** What cannot be read is reported as such, and not again at each place that names it. */
function knownNames(folder: ThemeFolder, world: TemplateWorld, hasSentences: boolean): TemplateWorld {
  const any = (): boolean => true;
  return {
    ...world,
    hasSentence: hasSentences ? world.hasSentence : any,
    hasAsset: folder.manifest && folder.assetFaults.length === 0 ? world.hasAsset : any,
    hasImageSize: folder.manifest ? world.hasImageSize : any,
  };
}

function parseBase(file: TemplateFile): ParsedTemplate {
  const program = parseTemplate(file.path, readFileSync(file.path, 'utf8'));
  return { shown: null, program: 'body' in program ? program : EMPTY, accepts: '' };
}

const EMPTY = { type: 'Program', body: [] as hbs.AST.Statement[], blockParams: [] } as unknown as hbs.AST.Program;

function checkTemplate({ shown, text }: TextFile, world: TemplateWorld, findings: Findings): ParsedTemplate | null {
  const program = parseTemplate(shown, text);
  const faults = 'body' in program ? new TemplateChecker(shown, world).check(text, program) : [program];
  for (const fault of faults) findings.add(idOf(fault), shown, lineOfFault(fault), firstLine(fault.text));
  const header = /^\s*\{\{!--([\s\S]*?)--\}\}/.exec(text)?.[1] ?? '';
  if (isPartial(shown) && !header.includes('Accepts')) findings.add('T027', shown, 1, nameOf(shown));
  return 'body' in program ? { shown, program, accepts: header } : null;
}

const idOf = ({ rule }: TemplateFault): string => AT_LOAD[rule.replace('template.', '')] ?? 'T012';
const lineOfFault = ({ line, text }: TemplateFault): number => Number(FAULT_LINE.exec(text)?.[1] ?? line);
const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

const RESOURCES: Record<string, string[]> = {
  script: ['src'],
  img: ['src', 'srcset'],
  source: ['src', 'srcset'],
  iframe: ['src'],
  video: ['src', 'poster'],
  audio: ['src'],
  embed: ['src'],
  object: ['data'],
  link: ['href'],
  form: ['action'],
};

/** T036 and T040: what stands in the markup itself. */
function checkMarkup({ shown, text }: TextFile, findings: Findings): void {
  for (const piece of scanHtml(blankExpressions(text))) {
    if (piece.kind !== 'open') continue;
    const { name, attributes, line } = piece;
    for (const attribute of RESOURCES[name] ?? []) {
      const value = attributes.get(attribute) ?? '';
      if (/^\s*(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(value)) findings.add('T036', shown, line, value);
    }
    if (['iframe', 'object', 'embed'].includes(name)) findings.add('T036', shown, line, `<${name}>`);
    if (name === 'meta' && attributes.get('http-equiv') === 'refresh')
      findings.add('T036', shown, line, '<meta refresh>');
    const isImage = name === 'img' || (name === 'input' && attributes.get('type') === 'image');
    if (isImage && !attributes.has('alt')) findings.add('T040', shown, line, `<${name}>`);
  }
}

/** T010, T013, T014 and T028: which files there are. */
function checkNames({ templates }: ThemeFolder, findings: Findings): void {
  const names = templates.filter(({ shown }) => !isPartial(shown)).map(({ shown }) => nameOf(shown));
  for (const name of Object.keys(TEMPLATE_VIEWS)) {
    if (!names.includes(name)) findings.add('T010', `${name}.hbs`, 1, `${name}.hbs`);
  }
  for (const name of names) if (!TEMPLATE_VIEWS[name]) findings.add('T013', `${name}.hbs`, 1, `${name}.hbs`);
  const layout = templates.find(({ shown }) => shown === 'layout.hbs');
  if (layout && !/\{\{\s*@body\s*\}\}/.test(layout.text)) {
    findings.add('T014', 'layout.hbs', lineOf(layout.text, '<main'), '{{@body}}');
  }
  for (const { shown } of templates.filter((file) => isPartial(file.shown))) {
    const call = new RegExp(`\\{\\{~?#?>\\s*["']?${nameOf(shown)}["']?[\\s}]`);
    const isCalled = templates.some((file) => file.shown !== shown && call.test(file.text));
    // The house calls those itself.
    const isOfHouse = /^(?:ui|shop)\//.test(nameOf(shown));
    if (!isCalled && !isOfHouse) findings.add('T028', shown, 1, nameOf(shown));
  }
}

/** T024 and T025: every field, followed through every partial. */
function walkFields({ manifest }: ThemeFolder, partials: Map<string, ParsedTemplate>, findings: Findings): void {
  const report = findings.add.bind(findings);
  const walk = new FieldWalk({ kinds: new Kinds(manifest?.settings ?? null), partials, report });
  for (const [name, view] of Object.entries(TEMPLATE_VIEWS)) {
    const template = partials.get(`/${name}`);
    if (template) walk.template(template, view);
  }
}
