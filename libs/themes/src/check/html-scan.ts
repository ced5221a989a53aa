/** A tag or a run of text of an HTML page, in order. `line` is from 1; attribute names are in lower case. */
export type HtmlPiece =
  | { kind: 'open'; name: string; attributes: Map<string, string>; line: number }
  | { kind: 'close'; name: string; line: number }
  | { kind: 'text'; text: string; line: number };

const PIECE = /<!--[\s\S]*?-->|<!doctype[^>]*>|<(\/?)([a-z][a-z0-9-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|[^<]+|</gi;
const ATTRIBUTE = /([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const RAW = new Set(['script', 'style', 'textarea', 'title']);

/** Reads HTML as our own templates write it: quoted attributes, closed comments. Content of a script is one text. */
export function scanHtml(html: string): HtmlPiece[] {
  const pieces: HtmlPiece[] = [];
  let line = 1;
  let raw: string | null = null;
  for (const [whole, slash, tag, rest] of html.matchAll(PIECE)) {
    const name = tag?.toLowerCase();
    const isTag = name !== undefined && (raw === null || (slash === '/' && name === raw));
    if (isTag && slash === '/') pieces.push({ kind: 'close', name, line });
    else if (isTag) pieces.push({ kind: 'open', name, attributes: attributesOf(rest ?? ''), line });
    else if (!whole.startsWith('<!')) pieces.push({ kind: 'text', text: whole, line });
    if (isTag) raw = slash !== '/' && RAW.has(name) ? name : null;
    line += whole.split('\n').length - 1;
  }
  return pieces;
}

function attributesOf(text: string): Map<string, string> {
  const found = [...text.matchAll(ATTRIBUTE)];
  return new Map(found.map(([, name, a, b, c]) => [name!.toLowerCase(), a ?? b ?? c ?? '']));
}

const EXPRESSION = /\{\{!--[\s\S]*?--\}\}|\{\{\{[\s\S]*?\}\}\}|\{\{(?:"[^"]*"|'[^']*'|[^}"'])*\}\}/g;

/** A template with every `{{...}}` blanked, so that it reads as HTML with the same lines: values become `x`, blocks spaces. */
export function blankExpressions(source: string): string {
  return source.replace(EXPRESSION, (whole) => {
    const isValue = /^\{\{\{?~?\s*(?![#/^>!]|else\b)/.test(whole);
    return whole.replace(/[^\n]/g, isValue ? 'x' : ' ');
  });
}
