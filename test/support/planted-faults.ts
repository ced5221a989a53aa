import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Changes one thing in a copy of a good theme. */
export type Plant = (dir: string) => void;

const change =
  (file: string, from: string, to: string): Plant =>
  (dir) => {
    const full = path.join(dir, file);
    const text = readFileSync(full, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
    writeFileSync(
      full,
      text.replace(from, () => to),
    );
  };
const write =
  (file: string, text: string): Plant =>
  (dir) =>
    writeFileSync(path.join(dir, file), text);
const remove =
  (file: string): Plant =>
  (dir) =>
    rmSync(path.join(dir, file));
const before = (file: string, to: string): Plant => change(file, '<h1>', `${to}<h1>`);
const json =
  (file: string, edit: (value: Record<string, never>) => void): Plant =>
  (dir) => {
    const full = path.join(dir, file);
    const value = JSON.parse(readFileSync(full, 'utf8')) as Record<string, never>;
    edit(value);
    writeFileSync(full, JSON.stringify(value, null, 2));
  };

interface Setting {
  [field: string]: unknown;
}
const settings = (edit: (list: Setting[]) => void): Plant =>
  json('theme.json', (theme) => edit(theme['settings'] as unknown as Setting[]));

/** One fault each, by the id of the check that must find it. `themes/minimal` is the good theme. */
export const PLANTED: Record<string, Plant> = {
  T001: write('theme.json', '{'),
  T002: change('theme.json', '"1.0.0"', '"one"'),
  T003: settings((list) => {
    for (let at = 0; at < 16; at++) list.push({ ...list[4], id: `more_${at}` });
  }),
  T004: settings((list) => list.push({ ...list[4] })),
  T005: change('theme.json', '"switch"', '"slider"'),
  T006: change('theme.json', '"#1f5f8b"', '"navy"'),
  T007: change('theme.json', '"en": "Corners"', '"en": ""'),
  T008: change('theme.json', '"group": "couleurs"', '"group": "formes"'),
  T009: change('home.hbs', '{{#if settings.welcome}}<p class="page lead">{{typo settings.welcome}}</p>{{/if}}', ''),
  T010: remove('presence.hbs'),
  T011: change('error.hbs', '<h1>', `${'<p>x</p>\n'.repeat(150)}<h1>`),
  T012: change('error.hbs', '{{/each}}', ''),
  T013: write('catalogue.hbs', '<h1>x</h1>\n'),
  T014: change('layout.hbs', '{{@body}}', ''),
  T020: change('error.hbs', '{{title}}', '{{upper title}}'),
  T021: change('error.hbs', '{{> ui/button', '{{> ui/knob'),
  T022: change('home.hbs', '{{#if settings.cover}}', '{{icon "shopping-bakset"}}{{#if settings.cover}}'),
  T023: change('layout.hbs', '{{asset "theme/site.css"}}', '{{asset "minimal/site.css"}}'),
  T024: change('home.hbs', 'welcome=frame.shop.description', 'welcome=frame.shop.descripton'),
  T025: change('category.hbs', 'label=(t "category.sort") ', ''),
  T026: change('basket.hbs', '{{url this.url}}', '{{url}}'),
  T027: change('partials/place.hbs', 'Accepts', 'Takes'),
  T028: write('partials/lonely.hbs', '{{!-- Accepts nothing. --}}\n'),
  T029: change('home.hbs', 'size="hero"', 'size="giant"'),
  T030: change('error.hbs', '{{text}}', '{{{text}}}'),
  T031: before('error.hbs', '<script>alert(1)</script>'),
  T032: before('error.hbs', '<p style="color:red">x</p>'),
  T033: before('error.hbs', '<p onclick="x()">x</p>'),
  T034: change('basket.hbs', '{{url this.url}}', '{{this.url}}'),
  T035: change('checkout.hbs', 'value="{{idempotencyKey}}"', 'value={{idempotencyKey}}'),
  T036: before('error.hbs', '<img src="https://pixel.example/x.png" alt="">'),
  T037: change('assets/minimal.css', '.sign {', ".sign {\n  background: url('https://cdn.example/x.png');"),
  T038: write('assets/icon.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  T039: write('assets/tracker.js', 'fetch("/x");'),
  T040: change('order.hbs', ' alt="{{t "order.qr"}}"', ''),
  T041: change(
    'partials/shop/section-visit.hbs',
    '<h2 id="visit">{{or section.title (t "home.visit")}}</h2>',
    '<h5 id="visit">{{or section.title (t "home.visit")}}</h5>',
  ),
  T042: change('presence.hbs', '{{t "presence.withdraw"}}', '{{icon "x"}}'),
  T043: change('error.hbs', '<h1>{{title}}</h1>', '<h2>{{title}}</h2>'),
  T044: change('layout.hbs', '{{> ui/skip-link}}', ''),
  T045: before('presence.hbs', '<input name="code">'),
  T046: before('presence.hbs', '<p id="contenu"></p>'),
  T050: change('error.hbs', '{{title}}', '{{title}} {{t "error.sorry"}}'),
  T051: json('locales/en.json', (sentences) => delete sentences['presence']),
  T052: change('locales/en.json', 'Order {number}', 'Order {code}'),
  T053: (dir) => {
    for (const file of ['locales/fr.json', 'locales/en.json'])
      json(file, (all) => Object.assign(all, { spare: 'x' }))(dir);
  },
  T054: change('locales/fr.json', '"Choisissez"', '""'),
  T060: change('assets/minimal.css', '--raised: #ffffff;', '--raised: #ffffff;\n  --muted: #999999;'),
  T061: change('assets/minimal.css', '--raised: #ffffff;', '--raised: #ffffff;\n  --muted: hsl(0 0% 30%);'),
  T062: change('assets/minimal.css', '--surface: #161616', '--surface: #101010'),
  T063: change('assets/minimal.css', '.sign {', '.sign {\n  color: #333;'),
  T070: (dir) => writeFileSync(path.join(dir, 'assets/minimal.css'), noise(160_000)),
  T071: (dir) => {
    write('assets/big.js', noise(60_000))(dir);
    change('layout.hbs', '<script ', '<script src="{{asset "minimal/big.js"}}" defer></script>\n  <script ')(dir);
  },
  T072: (dir) => writeFileSync(path.join(dir, 'assets/photo.png'), Buffer.alloc(120_000)),
  T080: remove('preview/presence.json'),
  T081: write('preview/catalogue.json', '{}'),
  T082: json('preview/error.json', (view) => delete view['title']),
  T083: json('preview/presence.json', (view) => Object.assign(view, { sourceLabel: 12 })),
  T084: change('home.hbs', '{{> shop/sections', '{{frame.shop.tagline}}{{> shop/sections'),
};

/** A style sheet that hardly compresses: the grounds of the minimal theme, then rules with names of no pattern. */
function noise(bytes: number): string {
  let seed = 7;
  const letters = (): string => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed.toString(36);
  };
  let css =
    ':root{--surface:#ffffff;--raised:#ffffff}@media (prefers-color-scheme:dark){:root{--surface:#161616;--raised:#212121}}\n';
  while (css.length < bytes) css += `.x${letters()}${letters()}{margin:1px}\n`;
  return css;
}
