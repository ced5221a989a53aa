/** Custom properties of `:root`, by name with its two dashes; `dark` holds those of `prefers-color-scheme: dark` alone. */
export interface RootVariables {
  light: Map<string, string>;
  dark: Map<string, string>;
}

const DARK = /@media[^{]*prefers-color-scheme\s*:\s*dark[^{]*\{/g;

/** Reads the custom properties that style sheets give `:root`; later ones win, comments are skipped. */
export function rootVariables(css: string): RootVariables {
  const { dark, rest } = splitDark(css.replace(/\/\*[\s\S]*?\*\//g, ''));
  return { light: declarations(rest), dark: declarations(dark) };
}

function splitDark(css: string): { dark: string; rest: string } {
  let dark = '';
  let rest = '';
  let from = 0;
  for (const found of css.matchAll(DARK)) {
    if (found.index < from) continue;
    const open = found.index + found[0].length;
    const close = closingBrace(css, open);
    rest += css.slice(from, found.index);
    dark += css.slice(open, close);
    from = close + 1;
  }
  return { dark, rest: rest + css.slice(from) };
}

function closingBrace(css: string, from: number): number {
  let depth = 1;
  for (let at = from; at < css.length; at++) {
    if (css[at] === '{') depth++;
    if (css[at] === '}') depth--;
    if (depth === 0) return at;
  }
  return css.length;
}

function declarations(css: string): Map<string, string> {
  const blocks = [...css.matchAll(/:root\s*\{([^}]*)\}/g)].map(([, block]) => block ?? '');
  const pairs = blocks.flatMap((block) => [...block.matchAll(/(--[\w-]+)\s*:\s*([^;]+)/g)]);
  return new Map(pairs.map(([, name, value]) => [name!, value!.trim()]));
}

/** The `#rrggbb` behind a value: `#abc` and `var(--x)` are followed; null for anything else. */
export function resolveColour(value: string | undefined, variables: Map<string, string>, depth = 0): string | null {
  if (value === undefined || depth > 8) return null;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(value);
  if (short)
    return `#${short
      .slice(1)
      .flatMap((digit) => [digit, digit])
      .join('')}`.toLowerCase();
  if (/^#[0-9a-f]{6}$/i.test(value)) return value.toLowerCase();
  if (/^(white|black)$/.test(value)) return value === 'white' ? '#ffffff' : '#000000';
  const name = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
  return name ? resolveColour(variables.get(name), variables, depth + 1) : null;
}
