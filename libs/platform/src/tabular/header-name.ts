import { foldText, trimCell } from './cell.js';

/**
 * A column's name as programs compare it: `key` for `Prix TTC *` is `prix ttc`, for `Weight (kg)` it is `weight` with
 * the hint `kg`. Case, accents, typographic apostrophes and the marks `* : ?` at the end do not count.
 */
export interface HeaderName {
  key: string;
  hint: string | null;
}

const MARKS = /[\s*:?!]+$/;
const HINT = /^(.*\S)\s+[([]([^()[\]]*)[)\]]$/;

export function readHeaderName(text: string): HeaderName {
  const folded = foldText(text).replace(MARKS, '');
  const match = HINT.exec(folded);
  if (!match?.[1]) return { key: folded, hint: null };
  return { key: match[1].replace(MARKS, ''), hint: (match[2] ?? '').trim() };
}

/** Names that tell columns apart: `Prix`, `Prix (2)`, and `Colonne 4` for the fourth when it has none. */
export function distinctNames(header: readonly string[]): string[] {
  const taken = new Set<string>();
  return header.map((text, i) => {
    const base = trimCell(text) || `Colonne ${i + 1}`;
    let name = base;
    for (let n = 2; taken.has(foldText(name)); n++) name = `${base} (${n})`;
    taken.add(foldText(name));
    return name;
  });
}
