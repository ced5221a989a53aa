const ELIDED = /(?<![a-z0-9])(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quelqu)'/g;

/** Letters without accents, ligatures opened, one kind of apostrophe: « L’Œuf » gives l'oeuf. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[œŒ]/g, 'oe')
    .replace(/[æÆ]/g, 'ae')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'");

const MOST_WORDS = 12;
const LONGEST_WORD = 60;

/** The first twelve words of a query as a-z and 0-9 alone: nothing in them means anything to a query language. */
export function queryWords(text: string): string[] {
  const words =
    plain(text)
      .replace(ELIDED, ' ')
      .match(/[a-z0-9]+/g) ?? [];
  return words.slice(0, MOST_WORDS).map((word) => word.slice(0, LONGEST_WORD));
}
