import type { UnreadReason } from './hours-reading.js';

export type Half = 'morning' | 'noon' | 'afternoon' | 'evening';

/** Weekday 1 to 7; 8 stands for public holidays. */
export const HOLIDAY = 8;

/** One word of the text with its place, [start, end) in it. */
export type Token = { start: number; end: number } & Meaning;

type Meaning =
  | { kind: 'time'; minutes: number }
  | { kind: 'number'; minutes: number }
  | { kind: 'always' }
  | { kind: 'day'; days: number[] }
  | { kind: 'half'; half: Half }
  | { kind: 'to' | 'dash' | 'slash' | 'comma' | 'and' | 'colon' | 'from' | 'between' | 'space' }
  | { kind: 'break'; isParenthesis: boolean }
  | { kind: 'closed' | 'except' | 'open' | 'through' | 'filler' }
  | { kind: 'odd'; reason: UnreadReason };

const ALL = [1, 2, 3, 4, 5, 6, 7];
/** Two letters are a day only before what follows days: « ma boutique » is not Tuesday. */
const BESIDE = String.raw`\.?(?=[ .]*(?:[-/,:&+→;>]|\d|(?:au?|et|ferme\w*|matin|midi|soir|apres)(?![a-z])|$))`;
const DAY_NAMES: [RegExp, number[]][] = [
  [/lundis?|lun\.?|monday/, [1]],
  [/mardis?|mar\.?|tuesday/, [2]],
  [/mercredis?|mercr\.?|mer\.?|wednesday/, [3]],
  [/jeudis?|jeu\.?|thursday/, [4]],
  [/vendredis?|ven(?:dr)?\.?|friday/, [5]],
  [/samedis?|sam\.?|saturday/, [6]],
  [/dimanches?|dim\.?|sunday/, [7]],
  ...['lu|mo', 'ma', 'me', 'je|th', 've', 'sa', 'di'].map((two, i): [RegExp, number[]] => [
    new RegExp(`(?:${two})${BESIDE}`),
    [i + 1],
  ]),
  [/(?:les )?jours?[ -]f[eé]ri[eé]s?|f[eé]ri[eé]s/, [HOLIDAY]],
  [/(?:le )?week[ -]?ends?/, [6, 7]],
  [/tou[st] les jours|chaque jour|toute la semaine|7 ?(?:j|jours?)? ?(?:\/|sur) ?7 ?j?|quotidiennement/, ALL],
  [/en semaine|semaine/, [1, 2, 3, 4, 5]],
];

const MONTHS =
  'janvier|janv|fevrier|fevr|mars|avril|avr|mai|juin|juillet|juil|aout|septembre|sept|octobre|oct|novembre|nov|decembre|dec';
const ODD: [RegExp, UnreadReason][] = [
  [/(?:sur |avec |prendre )?(?:rdv|rendez[- ]?vous|rv)/, 'appointment'],
  [/sur (?:demande|commande|reservation|resevation)|commandes?/, 'appointment'],
  [/(?:en |hors |les |pendant les )*(?:periodes? |vacances? )+(?:scolaires?)?|scolaires?/, 'school'],
  [/(?:premiers?|deuxiemes?|troisiemes?|quatriemes?|derniers?|seconds?)/, 'nth'],
  [/\d{1,2} ?(?:er|ere|e|eme|nd|nde|ième)/, 'nth'],
  [/semaines? (?:im)?paires?|quinzaine|un .{3,12} sur deux/, 'weeks'],
  [
    new RegExp(`(?:${MONTHS})|(?:hors |en |basse |haute )*saison|ete|hiver|printemps|automne|paques|noel|toussaint`),
    'season',
  ],
  [/a partir d[eu']|des (?=\d)|depuis|au-dela/, 'open_end'],
  [/(?:a |de )?la ferme/, 'words'],
  [/voire|ou|selon|suivant|environ|en fonction|sauf exception|parfois/, 'alternative'],
  [/uniquement le (?:soir|midi|matin)/, 'half_day'],
  [/(?:coucher|lever) du soleil|soleil|crepuscule|aube/, 'sun'],
];

const FILLERS =
  /reservation conseillee|toute l'annee|toute la journee|horaires?(?: d'ouvertures?)?|heures? d'ouvertures?|seulement|uniquement|et sur place|inclus|compris|y compris|meme|aussi|tous|toutes|chaque|les|le|la|on est|nous sommes|est|heures?|h/;

const WORDS: [RegExp, Meaning][] = [
  ...ODD.map(([pattern, reason]): [RegExp, Meaning] => [pattern, { kind: 'odd', reason }]),
  ...DAY_NAMES.map(([pattern, days]): [RegExp, Meaning] => [pattern, { kind: 'day', days }]),
  [/matins?|matinees?/, { kind: 'half', half: 'morning' }],
  [/apres[- ]?midis?|aprem/, { kind: 'half', half: 'afternoon' }],
  [/soirs?|soirees?/, { kind: 'half', half: 'evening' }],
  [/midis?/, { kind: 'half', half: 'noon' }],
  [/minuit/, { kind: 'time', minutes: 1440 }],
  [/ferm(?:ee?s?|etures?)|closed|off|relache|repos(?: hebdomadaire)?|(?:non|pas) ouverte?s?/, { kind: 'closed' }],
  [/sauf|excepte|hormis|a l'exception d[eu]s?|hors|except/, { kind: 'except' }],
  [/ouverte?s?|ouvertures?|open|service/, { kind: 'open' }],
  [
    /(?:en )?(?:journee|service)?s? ?(?:en )?continue?|non[- ]?stop|sans (?:interruption|pause|coupure)/,
    { kind: 'through' },
  ],
  [/jusqu'?(?:aux?|a)|a|au|aux|to/, { kind: 'to' }],
  [/entre/, { kind: 'between' }],
  [/de|du|des/, { kind: 'from' }],
  [/et|and|puis/, { kind: 'and' }],
  [FILLERS, { kind: 'filler' }],
];

const SIGNS: [RegExp, Meaning][] = [
  [/[ld]'/, { kind: 'filler' }],
  [/[-→>]+/, { kind: 'dash' }],
  [/[()[\]]/, { kind: 'break', isParenthesis: true }],
  [/[;|\n!]+|\/\/|[.…]+(?=\s|$)/, { kind: 'break', isParenthesis: false }],
  [/\//, { kind: 'slash' }],
  [/[,.]/, { kind: 'comma' }],
  [/[&+]/, { kind: 'and' }],
  [/[:=]/, { kind: 'colon' }],
  [/[\s"*•']+/, { kind: 'space' }],
];

const END = String.raw`(?![a-z]|'[a-z])`;
const sticky = (pattern: RegExp, end = ''): RegExp => new RegExp(`(?:${pattern.source})${end}`, 'y');
const WORD_RULES = WORDS.map(([pattern, meaning]) => ({ pattern: sticky(pattern, END), meaning }));
const SIGN_RULES = SIGNS.map(([pattern, meaning]) => ({ pattern: sticky(pattern), meaning }));

/** Lower case without accents, one sign for one: places in it are places in the text. */
export const folded = (text: string): string =>
  Array.from({ length: text.length }, (_, i) => plainSign(text.charAt(i))).join('');

function plainSign(sign: string): string {
  if (/[\u2010-\u2015\u2212]/.test(sign)) return '-';
  if (/[’‘`´]/.test(sign)) return "'";
  if (/[«»“”]/.test(sign)) return ' ';
  if (sign !== '\n' && /\s/.test(sign)) return ' ';
  const plain = sign.normalize('NFD').charAt(0).toLowerCase();
  return plain === '' ? sign : plain;
}

/** Every sign of the text in tokens, in order; what is not known is `odd` for `words`. */
export function tokens(plain: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < plain.length) {
    const token =
      timeAt(plain, at) ?? ruleAt(plain, at, WORD_RULES) ?? ruleAt(plain, at, SIGN_RULES) ?? unknownAt(plain, at);
    found.push(token);
    at = token.end;
  }
  return found.filter(({ kind }) => kind !== 'space');
}

/** The longest of the rules that match here. */
function ruleAt(plain: string, at: number, rules: typeof WORD_RULES): Token | null {
  let best: Token | null = null;
  for (const { pattern, meaning } of rules) {
    pattern.lastIndex = at;
    const match = pattern.exec(plain);
    const end = at + (match?.[0].length ?? 0);
    if (match && end > at && (best === null || end > best.end)) best = { ...meaning, start: at, end };
  }
  return best;
}

const LONG_DAYS: [string, number][] = [
  ['mercredi', 3],
  ['vendredi', 5],
  ['samedi', 6],
  ['dimanche', 7],
];

/** A whole word nobody knows; one letter beside a long day's name it is that day. */
function unknownAt(plain: string, at: number): Token {
  const word = /^(?:[a-z]+(?:['-][a-z]+)*|\d+|.)/.exec(plain.slice(at))?.[0] ?? plain.charAt(at);
  const end = at + word.length;
  const day = LONG_DAYS.find(([name]) => word.length > 4 && isOneSlip(word, name));
  if (day) return { kind: 'day', days: [day[1]], start: at, end };
  return { kind: 'odd', reason: 'words', start: at, end };
}

/** One letter missing, too many, another, or two exchanged. */
export function isOneSlip(typed: string, meant: string): boolean {
  let first = 0;
  while (first < typed.length && typed[first] === meant[first]) first++;
  const [a, b] = [typed.slice(first), meant.slice(first)];
  if (a.slice(1) === b || a === b.slice(1) || a.slice(1) === b.slice(1)) return true;
  return a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
}

const TIMES = [
  /(\d{1,2})(?:[:h.](\d{2}))? ?([ap])\.?m\b/y,
  /(\d{1,2}) ?(?:h|heures?)([0-5]\d)(?! ?h(?![a-z])|\d|:)/y,
  /(\d{1,2}) ?(?:h|heures?) ([0-5][05])(?! ?h(?![a-z])|\d|:)/y,
  /(\d{1,2}) ?(?:h(?:eures?|rs?)?)(?![a-z\d])/y,
  /(\d{1,2}):(\d{2})(?!\d)(?: ?h(?![a-z\d]))?/y,
  /(\d{1,2})\.([0-5]\d)(?!\d)/y,
  /([01]\d|2[0-4])([0-5]\d)(?!\d|[:h])/y,
];
const NUMBER = /(\d{1,2})(?!\d|[a-z.:])/y;
const ALL_DAY = /24 ?h?(?:eures)? ?(?:\/|sur) ?24 ?h?(?![a-z\d])/y;

function timeAt(plain: string, at: number): Token | null {
  if (/\d/.test(plain.charAt(at - 1))) return null;
  ALL_DAY.lastIndex = at;
  const always = ALL_DAY.exec(plain);
  if (always) return { kind: 'always', start: at, end: at + always[0].length };
  const isDays = ruleAt(plain, at, WORD_RULES);
  if (isDays) return null;
  for (const pattern of TIMES) {
    pattern.lastIndex = at;
    const match = pattern.exec(plain);
    const minutes = match ? minutesOf(match) : null;
    if (match && minutes !== null) return { kind: 'time', minutes, start: at, end: at + match[0].length };
  }
  NUMBER.lastIndex = at;
  const bare = NUMBER.exec(plain);
  if (!bare || Number(bare[1]) > 24) return null;
  return { kind: 'number', minutes: Number(bare[1]) * 60, start: at, end: at + bare[0].length };
}

function minutesOf([, hours, minutes = '0', noon]: RegExpExecArray): number | null {
  if (noon !== undefined && (Number(hours) > 12 || hours === '0')) return null;
  const hour = noon === undefined ? Number(hours) : (Number(hours) % 12) + (noon === 'p' ? 12 : 0);
  const total = hour * 60 + Number(minutes);
  return total <= 1440 && Number(minutes) < 60 ? total : null;
}
