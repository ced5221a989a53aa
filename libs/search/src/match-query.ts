const WORD = /^[a-z0-9]+$/;
const MARKER = /^[a-z]+=[a-zA-Z0-9:_-]+$/;

/** A search as a tree: lexemes of words, and markers (`commune=37132`) by which documents are filtered. */
export type Match =
  | { lexeme: string }
  /** Of a name: A-weighted words that begin so. */
  | { beginning: string }
  | { marker: string }
  | { all: readonly Match[] }
  | { any: readonly Match[] }
  | { not: Match };

/**
 * The text of a tsquery. Every leaf is checked and quoted: what a visitor typed never reaches the query language as
 * anything but a word. Null when nothing is left to match.
 */
export function matchText(match: Match): string | null {
  if ('lexeme' in match) return quoted(match.lexeme, WORD);
  if ('beginning' in match) return `${quoted(match.beginning, WORD)}:*A`;
  if ('marker' in match) return quoted(match.marker, MARKER);
  if ('not' in match) {
    const inner = matchText(match.not);
    return inner === null ? null : `!(${inner})`;
  }
  const isAll = 'all' in match;
  const parts = (isAll ? match.all : match.any).map(matchText).filter((part) => part !== null);
  if (parts.length < 2) return parts[0] ?? null;
  return `(${parts.join(isAll ? ' & ' : ' | ')})`;
}

function quoted(leaf: string, shape: RegExp): string {
  if (!shape.test(leaf)) throw new Error(`Not a lexeme: ${JSON.stringify(leaf)}`);
  return `'${leaf}'`;
}
