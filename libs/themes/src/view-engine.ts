import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import Handlebars from 'handlebars';

import { AssetBook, projectPath } from './assets.js';
import { HOUSE_IMAGE_SIZES, type ImageSizes } from './image-sizes.js';
import { registerMarkupHelpers } from './markup-helpers.js';
import { SentenceBook } from './sentences.js';
import { parseTemplate, TemplateChecker, type TemplateFault, type TemplateWorld } from './template-check.js';
import { registerTextHelpers } from './text-helpers.js';

/**
 * `dirs`: folders of `.hbs` files, later ones win. `x/y.hbs` is the template `x/y`, `layout.hbs` the layout, and
 * `partials/x/y.hbs` the partial `x/y`. `locales`: folders of `fr.json` and `en.json`. The partials and sentences of
 * `themes/base` are always there.
 */
export interface ViewSources {
  dirs: string[];
  locales: string[];
  assets: AssetBook;
  imageSizes?: ImageSizes;
}

/** `layout: false` for a fragment; `layout: 'print'` for another one than `layout`. */
export interface RenderOptions {
  locale?: string;
  layout?: string | false;
}

/** Templates that do not load: every fault of every file, one a line. A mistake of ours, not of a visitor. */
export class TemplateFaultsError extends Error {
  constructor(readonly faults: TemplateFault[]) {
    super(faults.map(({ file, line, rule, text }) => `${file}:${line} ${rule} ${text}`).join('\n'));
    this.name = 'TemplateFaultsError';
  }
}

type Compiled = HandlebarsTemplateDelegate<unknown>;
const NO_PROTOTYPE = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };
const BUILT_IN = ['if', 'unless', 'each', 'with', 'lookup'];

/** Checked pages of one audience, compiled when first asked for or by `prepare`. Made once at start by `loadViews`. */
export class Views {
  constructor(
    private readonly templates: Map<string, Compiled>,
    private readonly partials: Compiled[],
    readonly sentences: SentenceBook,
    readonly assets: AssetBook,
  ) {}

  /** Compiles everything now, so that no visitor waits for it. */
  prepare(): void {
    for (const render of [...this.partials, ...this.templates.values()]) {
      (render as unknown as Eager)._setup({ partial: true });
    }
  }

  get names(): string[] {
    return [...this.templates.keys()].sort();
  }

  has(template: string): boolean {
    return this.templates.has(template);
  }

  /**
   * HTML of `template` inside its layout. `model` is plain data (functions and instances are refused outside
   * production). Throws on an unknown template and on `{{field}}` that the model lacks (null is fine: it is empty).
   */
  render(template: string, model: object, options: RenderOptions = {}): string {
    if (process.env['NODE_ENV'] !== 'production') assertPlain(model, 'model');
    const locale = options.locale ?? 'fr';
    const body = this.compiled(template)(model, { ...NO_PROTOTYPE, data: { locale } });
    const layout = options.layout ?? 'layout';
    if (layout === false || (options.layout === undefined && !this.templates.has('layout'))) return body;
    return this.compiled(layout)(model, {
      ...NO_PROTOTYPE,
      data: { locale, body: new Handlebars.SafeString(body) },
    });
  }

  private compiled(name: string): Compiled {
    const found = this.templates.get(name);
    if (!found) throw new Error(`No template is called "${name}"; there are ${this.names.join(', ')}`);
    return found;
  }
}

/** Reads and checks every template. Throws `TemplateFaultsError` with all faults at once. */
export function loadViews(sources: ViewSources): Views {
  const { engine, sentences, partials, templates, world } = gatherTemplates(sources);
  const compile = compiler(engine, world);
  const parts = [...partials].map(([name, file]) => ({ name, render: compile(file) }));
  for (const { name, render } of parts) engine.registerPartial(name, render);
  const pages = new Map([...templates].map(([name, file]) => [name, compile(file)]));
  if (compile.faults.length > 0) throw new TemplateFaultsError(compile.faults);
  const renders = parts.map(({ render }) => render);
  return new Views(pages, renders, sentences, sources.assets);
}

/** What there is to load, and what it may name; nothing is read or checked yet. */
interface GatheredTemplates {
  engine: typeof Handlebars;
  sentences: SentenceBook;
  partials: Map<string, TemplateFile>;
  templates: Map<string, TemplateFile>;
  world: TemplateWorld;
}

/** The files of `sources` and `themes/base`, by name. Throws on a folder that is missing and a sentence file that is not JSON. */
export function gatherTemplates(sources: ViewSources): GatheredTemplates {
  const base = projectPath('themes', 'base');
  const engine = Handlebars.create();
  engine.unregisterHelper('log');
  const sentences = new SentenceBook([path.join(base, 'locales'), ...sources.locales]);
  registerTextHelpers(engine, sentences);
  registerMarkupHelpers(engine, sources.assets, sources.imageSizes);

  const files = [base, ...sources.dirs].flatMap(templateFiles);
  const partials = new Map(files.filter((f) => f.isPartial).map((f) => [f.name, f]));
  const templates = new Map(files.filter((f) => !f.isPartial).map((f) => [f.name, f]));
  const world: TemplateWorld = {
    helpers: new Set([...Object.keys(engine.helpers), ...BUILT_IN].filter((name) => !name.endsWith('Missing'))),
    partials: new Set(partials.keys()),
    hasSentence: (key) => sentences.has(key),
    hasAsset: (name) => sources.assets.has(name),
    hasImageSize: (name) => Object.hasOwn({ ...HOUSE_IMAGE_SIZES, ...sources.imageSizes }, name),
  };
  return { engine, sentences, partials, templates, world };
}

export interface TemplateFile {
  name: string;
  isPartial: boolean;
  path: string;
}

function templateFiles(dir: string): TemplateFile[] {
  if (!existsSync(dir)) throw new Error(`No folder of templates: ${dir}`);
  const found = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.hbs'));
  return found.sort().map((file) => {
    const name = file.slice(0, -'.hbs'.length).split(path.sep).join('/');
    const isPartial = name.startsWith('partials/');
    return { name: isPartial ? name.slice('partials/'.length) : name, isPartial, path: path.join(dir, file) };
  });
}

function compiler(engine: typeof Handlebars, world: TemplateWorld) {
  const knownHelpers = Object.fromEntries([...world.helpers].map((name) => [name, true]));
  const faults: TemplateFault[] = [];
  const compile = (file: TemplateFile): Compiled => {
    const source = readFileSync(file.path, 'utf8');
    const shown = path.relative(projectPath(), file.path);
    const program = parsedOnce(shown, source);
    const found = 'body' in program ? new TemplateChecker(shown, world).check(source, program) : [program];
    faults.push(...found);
    if (found.length > 0) return () => '';
    return engine.compile(program, {
      knownHelpers,
      knownHelpersOnly: true,
      strict: true,
      explicitPartialContext: true,
      // Otherwise every line of a text gets the spaces that stand before its partial, in a textarea for good.
      preventIndent: true,
    });
  };
  return Object.assign(compile, { faults });
}

/** The partials of the house are read by every audience and every theme: their trees are kept. */
const trees = new Map<string, { source: string; program: ReturnType<typeof parseTemplate> }>();

function parsedOnce(shown: string, source: string): ReturnType<typeof parseTemplate> {
  const known = trees.get(shown);
  if (known?.source === source) return known.program;
  const program = parseTemplate(shown, source);
  trees.set(shown, { source, program });
  return program;
}

/** The engine compiles at the first call, and this is the call that needs no model. */
interface Eager {
  _setup(options: { partial: true }): void;
}

function assertPlain(value: unknown, at: string): void {
  if (typeof value === 'function') throw new Error(`${at} is a function; view models are plain data`);
  if (value === null || typeof value !== 'object') return;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Array.isArray(value) || Object.getPrototypeOf(prototype) === null;
  if (!isPlain) throw new Error(`${at} is a ${value.constructor.name}; view models are plain data`);
  for (const [key, inner] of Object.entries(value)) assertPlain(inner, `${at}.${key}`);
}
