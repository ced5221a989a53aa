const SMALL = new Set(
  'a à au aux by chez d dans de des du en et l la le les ou par pour sans sous sur un une y'.split(' '),
);
const LEGAL_FORMS = new Set('SA SARL SAS SASU EURL SCI SNC SCOP EARL GAEC EI EIRL SELARL SCEA CUMA'.split(' '));
const ROMAN = /^(?=[IVX])X{0,2}(IX|IV|V?I{0,3})$/;
const ORDINAL = /^([IVX]+|\d+)(ER|E|EME|ÈME)$/;
const WORD = /[\p{L}\p{M}\d.&]+/gu;

/**
 * A name as a sign would write it: registers shout. `BIJOUTERIE JOAILLERIE JEAN HARDY` becomes `Bijouterie Joaillerie
 * Jean Hardy`; names with a small letter in them, initials, legal forms and numerals stay.
 */
export function displayName(text: string): string {
  const clean = tidy(text);
  return /^\p{L}{1,3}$/u.test(clean) ? clean : calm(clean);
}

/** A street as an envelope would write it: `12 RUE DE L EGLISE` becomes `12 Rue de l’Eglise`. */
export const displayAddress = (text: string): string =>
  calm(tidy(text).replace(/(?<= )([DL]) (?=[AEIOUYÀ-Ý])/g, '$1’'));

const tidy = (text: string): string =>
  text
    .replace(/[\s*]+/gu, ' ')
    .replace(/'/g, '’')
    .trim();

function calm(text: string): string {
  const isShouting = text === text.toUpperCase() && /\p{L}/u.test(text);
  if (!isShouting) return text;
  return text.replace(WORD, (word, at: number) => calmWord(word, at === 0, text[at + word.length] === '’'));
}

function calmWord(word: string, isFirst: boolean, isElided: boolean): string {
  const lower = word.toLowerCase();
  if (!isFirst && (SMALL.has(lower) || (isElided && lower.length <= 2))) return lower;
  if (isElided || SMALL.has(lower)) return capitalize(lower);
  if (ORDINAL.test(word))
    return word.replace(ORDINAL, (_, number: string, mark: string) => number + mark.toLowerCase());
  if (LEGAL_FORMS.has(word) || ROMAN.test(word) || isInitials(word)) return word;
  return capitalize(lower);
}

/** Points, signs or digits inside, or no vowel to speak it with: `M.L.`, `H&M`, `SFR`, `T2B`. */
const isInitials = (word: string): boolean => /[.&\d]/.test(word) || !/[AEIOUYÀ-Ý]/.test(word);

const capitalize = (lower: string): string => lower.charAt(0).toUpperCase() + lower.slice(1);
