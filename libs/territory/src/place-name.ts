const ARTICLES = new Set(['le', 'la', 'les', 'l']);
const ABBREVIATIONS: Record<string, string> = { st: 'saint', ste: 'sainte', sts: 'saints', stes: 'saintes' };
const ORDINAL = /^\d+(er|re|e|eme|nd|nde)?$/;

// Half the names are plain already, and normalising is most of the cost of folding 35,000 of them.
const ASCII = /^[ -~]*$/;

const withoutMarks = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/œ/gi, 'oe').replace(/æ/gi, 'ae');

/** The words of a place name in lower-case ASCII, as typed: « L’Île-d’Yeu » gives l, ile, d, yeu. */
export function wordsOf(text: string): string[] {
  const plain = (ASCII.test(text) ? text : withoutMarks(text)).toLowerCase();
  return plain.match(/[a-z0-9]+/g) ?? [];
}

/** The present spelling of an abbreviated word: « St » gives saint. */
export const spellOut = (word: string): string => ABBREVIATIONS[word] ?? word;

/**
 * The words of a name as an address holds it, with what addresses add taken away (CEDEX 03, 3e ARRONDISSEMENT) and what
 * they shorten spelled out (ST, STE, S/, SS/).
 */
function nameWords(text: string): string[] {
  const written = text.includes('/') ? text.replace(/\bss\/\s*/gi, 'sous ').replace(/\bs\/\s*/gi, 'sur ') : text;
  const words = wordsOf(written).map(spellOut);
  const cedex = words.indexOf('cedex');
  const kept = cedex > 0 ? words.slice(0, cedex) : words;
  return kept.filter((word) => word !== 'arrondissement' && !ORDINAL.test(word));
}

/** Equal for all spellings of one name, articles left out: « Les Aix-d’Angillon » and « AIX D ANGILLON (LES) ». */
export const looseKey = (name: string): string => {
  const words = nameWords(name);
  const kept = words.filter((word) => !ARTICLES.has(word));
  return (kept.length > 0 ? kept : words).join('');
};

/** Like `looseKey`, articles kept: tells « La Chapelle » from « Chapelle ». */
export const strictKey = (name: string): string => nameWords(name).join('');
