import { Parser } from 'htmlparser2';

const SILENT = new Set(['script', 'style', 'template']);

/** The words of a piece of HTML, or of plain text, on one line; cut at `most` characters. */
export function plainWords(html: string | undefined, most: number): string | undefined {
  if (html === undefined) return undefined;
  let words = '';
  let silent = 0;
  const parser = new Parser({
    onopentagname: (name) => {
      if (SILENT.has(name)) silent++;
      words += ' ';
    },
    onclosetag: (name) => {
      if (SILENT.has(name)) silent--;
    },
    ontext: (text) => {
      if (silent === 0) words += text;
    },
  });
  parser.end(html.slice(0, most * 20));
  const tidy = words.replace(/\s+/gu, ' ').trim().slice(0, most);
  return tidy.replace(/\p{Surrogate}/gu, '') || undefined;
}
