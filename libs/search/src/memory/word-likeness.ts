/** The word, and it with each of its letters left out: two words with one mistake between them have a form in common. */
export function deletesOf(word: string): string[] {
  const forms = new Set([word]);
  for (let at = 0; at < word.length; at++) forms.add(word.slice(0, at) + word.slice(at + 1));
  return [...forms];
}

/** 32 bits (FNV-1a); who finds two texts alike by it compares the texts. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Groups of three letters as pg_trgm takes them from a word (two blanks before, one after), as numbers, each once. */
export function trigramsOf(word: string): number[] {
  const padded = `  ${word} `;
  const found = new Set<number>();
  for (let i = 0; i + 3 <= padded.length; i++)
    found.add((letter(padded, i) * 64 + letter(padded, i + 1)) * 64 + letter(padded, i + 2));
  return [...found];
}

/** Shared trigrams among all of both: 1 the same word, 0 nothing in common. */
export function similarity(a: readonly number[], b: readonly number[]): number {
  const of = new Set(a);
  const shared = b.filter((trigram) => of.has(trigram)).length;
  return shared / (a.length + b.length - shared);
}

/** Folded words are made of a-z and 0-9. */
function letter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 97) return (code - 96) & 63;
  return code >= 48 ? code - 48 + 27 : 0;
}
