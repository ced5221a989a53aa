import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { projectPath } from '#libs/themes';
import { themeChecks } from '../../libs/themes/src/check/findings.js';
import { type FieldShape, type Shapes, TEMPLATE_VIEWS } from '../../libs/themes/src/check/shapes.js';
import { nameOf } from '../../libs/themes/src/check/view-fit.js';

/** What `docs/themes.md` must say between its marks, by the name of the mark. */
export function contractSections(shapes: Shapes, docs: Record<string, string>): Record<string, string> {
  return { 'view-models': viewModels(shapes, docs), partials: partials(), tokens: tokens(), checks: checks() };
}

/** The text between `<!-- generated: name -->` and `<!-- end -->`; null without such marks. */
export function sectionOf(text: string, name: string): string | null {
  return marks(name).exec(text)?.[2] ?? null;
}

export function withSections(text: string, sections: Record<string, string>): string {
  return Object.entries(sections).reduce(
    (all, [name, section]) =>
      all.replace(marks(name), (_, before: string, __, after: string) => before + section + after),
    text,
  );
}

const marks = (name: string): RegExp => new RegExp(`(<!-- generated: ${name} -->\\n)([\\s\\S]*?)(<!-- end -->)`);
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

function viewModels(shapes: Shapes, docs: Record<string, string>): string {
  const views = Object.entries(TEMPLATE_VIEWS).filter(([name]) => name !== 'layout');
  const viewNames = new Set([...views.map(([, view]) => view), 'View', 'ThemeSettings']);
  const rest = Object.keys(shapes).filter((name) => !viewNames.has(name));
  const own = views.map(([name, view]) => shapeTable(`${view}, of \`${name}.hbs\``, shapes[view]!, docs[view]));
  const parts = rest.map((name) => shapeTable(name, shapes[name]!, docs[name]));
  return [...own, ...parts].join('\n');
}

function shapeTable(title: string, fields: Record<string, FieldShape>, doc?: string): string {
  const isView = title.includes('.hbs');
  const shown = Object.entries(fields).filter(([name]) => !isView || !['frame', 'settings'].includes(name));
  const rows = shown.map(([name, field]) => `| \`${name}\` | ${typeOf(field)} | ${cell(field.doc ?? '')} |`);
  const head = doc ? [doc, ''] : [];
  return [`### ${title}`, '', ...head, '| field | type | meaning |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

function typeOf(field: FieldShape): string {
  const mark = field.optional ? ' ?' : field.nullable ? ' | null' : '';
  return cell(`\`${nameOf(field)}\``.replaceAll('|', '\\|').replaceAll('\\|', 'or')) + cell(mark);
}

function partials(): string {
  const folder = projectPath('themes', 'base', 'partials');
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = all.filter((file) => file.endsWith('.hbs')).map((file) => file.replaceAll(path.sep, '/'));
  return files
    .sort()
    .map((file) => {
      const header = /^\{\{!--([\s\S]*?)--\}\}/.exec(readFileSync(path.join(folder, file), 'utf8'))?.[1] ?? '';
      const lines = header.replace(/\s*Usage:/, '\nUsage:').trim();
      return `**\`${file.replace('.hbs', '')}\`**\n\n\`\`\`\n${lines}\n\`\`\`\n`;
    })
    .join('\n');
}

function tokens(): string {
  const css = readFileSync(projectPath('themes', 'base', 'assets', 'tokens.css'), 'utf8');
  const [light = '', dark = ''] = css.slice(css.indexOf(':root')).split('@media (prefers-color-scheme: dark)');
  const valuesOf = (text: string): Map<string, string> =>
    new Map(
      [...text.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.replace(/\s+/g, ' ')]),
    );
  const night = valuesOf(dark);
  const rows = [...valuesOf(light)].map(([name, value]) => `| \`${name}\` | \`${value}\` | ${code(night.get(name))} |`);
  return ['| property | by day | by night |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

const code = (value: string | undefined): string => (value ? `\`${value}\`` : '');

function checks(): string {
  const rows = Object.entries(themeChecks()).map(
    ([id, { level, en }]) => `| ${id} | ${level} | ${cell(en.why)} | ${cell(en.fix)} |`,
  );
  return ['| id | level | why | what to do |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}
