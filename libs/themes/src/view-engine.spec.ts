import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { baseAssets } from './theme.js';
import { loadViews, TemplateFaultsError, type Views } from './view-engine.js';

describe('views', () => {
  let dir: string;
  const load = (files: Record<string, string>): Views => {
    mkdirSync(path.join(dir, 'partials'), { recursive: true });
    mkdirSync(path.join(dir, 'locales'), { recursive: true });
    const sentences = {
      hello: "Bonjour {name}, c'est ouvert !",
      items: { one: '{count} article', other: '{count} articles' },
    };
    writeFileSync(path.join(dir, 'locales', 'fr.json'), JSON.stringify(sentences));
    for (const [name, source] of Object.entries(files)) writeFileSync(path.join(dir, name), source);
    return loadViews({ dirs: [dir], locales: [path.join(dir, 'locales')], assets: baseAssets() });
  };
  const rulesOf = (source: string): string[] => {
    try {
      load({ 'page.hbs': source });
      return [];
    } catch (error) {
      return (error as TemplateFaultsError).faults.map(({ rule }) => rule);
    }
  };

  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'views-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('escapes values, says sentences and puts the page into its layout', () => {
    const views = load({
      'layout.hbs': '<main lang="{{@locale}}">{{@body}}</main>',
      'page.hbs': '<p>{{t "hello" name=who}} {{plural n "items"}} {{money cents}}</p>',
    });
    expect(views.render('page', { who: '<b>', n: 2, cents: 1250 })).toBe(
      '<main lang="fr"><p>Bonjour &lt;b&gt;, c’est ouvert\u202f! 2 articles 12,50\u00a0€</p></main>',
    );
    expect(views.render('page', { who: 'A', n: 0, cents: 5 }, { layout: false })).toBe(
      '<p>Bonjour A, c’est ouvert\u202f! 0 article 0,05\u00a0€</p>',
    );
  });

  it('offers the widths of a picture that its sizes can have a use for', () => {
    const views = load({
      'page.hbs':
        '{{picture photo size="tile"}}|{{picture photo sizes="(min-width: 60rem) 20rem, calc(50vw - 1rem)"}}|{{picture photo}}',
    });
    const webp = [320, 640, 960, 1600].map((width) => ({ url: `/${width}.webp`, width }));
    const photo = { src: '/p.jpg', alt: '', width: 4, height: 3, color: null, webp, avif: [] };
    const offered = views
      .render('page', { photo })
      .split('|')
      .map((html) => html.match(/\d+w/g));
    expect(offered).toEqual([['320w'], ['320w', '640w', '960w'], ['320w', '640w', '960w', '1600w']]);
  });

  it('writes French dates, hours and slots in Paris time, on both sides of a clock change', () => {
    const views = load({
      'page.hbs': '{{date a}}|{{date a weekday=false year=true}}|{{time b}}|{{slot c d}}|{{phone "+33247590000"}}',
    });
    const model = { a: '2020-12-01', b: '09:00', c: '2020-10-25T09:00:00Z', d: '2020-10-25T09:30:00Z' };
    expect(views.render('page', model)).toBe(
      'mardi 1er\u00a0décembre|1er\u00a0décembre 2020|9\u00a0h|dimanche 25\u00a0octobre, 10\u00a0h\u00a0– 10\u00a0h\u00a030|02\u00a047\u00a059\u00a000\u00a000',
    );
  });

  it.each([
    ['{{{name}}}', 'template.raw_output'],
    ['{{&name}}', 'template.raw_output'],
    ['{{shout name}}', 'template.unknown_helper'],
    ['{{#list}}x{{/list}}', 'template.unknown_helper'],
    ['{{#if (shout name)}}x{{/if}}', 'template.unknown_helper'],
    ['{{> ui/nothing}}', 'template.unknown_partial'],
    ['{{> (lookup . "x")}}', 'template.unknown_partial'],
    ['<a href="{{link}}">x</a>', 'template.unchecked_link'],
    ['<a href="{{#if a}}{{link}}{{/if}}">x</a>', 'template.unchecked_link'],
    ['<a href="javascript:x">x</a>', 'template.unchecked_link'],
    ['<p class={{name}}>x</p>', 'template.unquoted_attribute'],
    ['<script>x</script>', 'template.inline_script'],
    ['<p style="color:red">x</p>', 'template.inline_style'],
    ['<p onclick="x">x</p>', 'template.inline_handler'],
    ['{{t "nothing"}}', 'template.unknown_sentence'],
    ['{{plural n "hello"}}', 'template.unknown_sentence'],
    ['{{icon "no-such-icon"}}', 'template.unknown_icon'],
    ['{{asset "no.css"}}', 'template.unknown_asset'],
    ['{{phone}}', 'template.helper_without_argument'],
    ['{{#if x}}', 'template.syntax'],
    ['x\n'.repeat(151), 'template.too_long'],
  ])('refuses %s when it loads', (source, rule) => {
    expect(rulesOf(source)).toEqual([rule]);
  });

  it('takes links through url, scripts from files and structured data', () => {
    const views = load({ 'page.hbs': '<a href="{{url link}}">x</a>{{jsonLd data}}' });
    expect(views.render('page', { link: 'javascript:alert(1)', data: { a: '</script>' } })).toBe(
      '<a href="#">x</a><script type="application/ld+json">{"a":"\\u003c/script\\u003e"}</script>',
    );
  });

  it('cleans HTML from a person', () => {
    const views = load({ 'page.hbs': '{{richText html}}' });
    const html = '<p onclick="x">Bon<script>alert(1)</script> <a href="javascript:x">a</a><img src=x onerror=y></p>';
    expect(views.render('page', { html })).toBe('<p>Bon <a href="#">a</a></p>');
    expect(views.render('page', { html: "<p>Prix : 5 €, l'unité</p>" })).toBe('<p>Prix\u00a0: 5\u00a0€, l’unité</p>');
  });

  it('leaves the lines of a text as they are, wherever its partial stands', () => {
    const views = load({
      'page.hbs': '<form>\n    {{> box text=text}}\n</form>',
      'partials/box.hbs': '<b>{{text}}</b>',
    });
    expect(views.render('page', { text: 'a\nb' })).toContain('<b>a\nb</b>');
  });

  it('takes plain data only, and says which field a model lacks', () => {
    const views = load({ 'page.hbs': '{{name}}' });
    expect(() => views.render('page', { name: () => 'x' })).toThrow('model.name is a function');
    expect(() => views.render('page', { at: new Date(0), name: '' })).toThrow('model.at is a Date');
    expect(() => views.render('page', {})).toThrow('"name" not defined');
    expect(views.render('page', { name: null })).toBe('');
    expect(() => views.render('nothing', {})).toThrow('No template is called "nothing"');
  });

  it('reaches nothing through a prototype', () => {
    const views = load({ 'page.hbs': '{{#if name.constructor}}seen{{/if}}{{lookup name "__proto__"}}' });
    expect(views.render('page', { name: {} })).toBe('');
  });
});
