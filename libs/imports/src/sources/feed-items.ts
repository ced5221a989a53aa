import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { CellTooLargeError, type TableRow, TABLE_LIMITS, UnreadableTextError } from '#libs/platform';
import { FEED_COLUMNS, squeezeName } from './feed-columns.js';
import { FeedBrokenError, FeedDoctypeError, FeedUnknownError } from './source.errors.js';

const ROOTS = /^(?:\w+:)?(rss|feed|rdf|channel)$/i;
const ITEM = /^(?:\w+:)?(item|entry)$/i;
const COLUMN_OF = new Map(FEED_COLUMNS.map((name, i) => [squeezeName(name), i]));
const MORE_PHOTOS = FEED_COLUMNS.indexOf('additional_image_link');
/** Words of HTML that feeds hold although XML does not know them. */
const ENTITIES = {
  nbsp: '\u00a0',
  euro: '€',
  agrave: 'à',
  acirc: 'â',
  ccedil: 'ç',
  eacute: 'é',
  egrave: 'è',
  ecirc: 'ê',
  euml: 'ë',
  icirc: 'î',
  iuml: 'ï',
  ocirc: 'ô',
  oelig: 'œ',
  ugrave: 'ù',
  ucirc: 'û',
  rsquo: '’',
  lsquo: '‘',
  laquo: '«',
  raquo: '»',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  deg: '°',
};

interface Value {
  text: string;
  /** A name with a prefix (`g:title`) counts more than the feed's own (`title`). */
  isOwn: boolean;
}

/** Gathers the items of a feed while it is parsed; `take` hands over those that are complete. */
export class FeedItems {
  private readonly parser = new SaxesParser();
  private ready: TableRow[] = [];
  private depth = 0;
  private itemDepth = 0;
  private line = 0;
  private values = new Map<number, Value>();
  private column: number | null = null;
  private text = '';
  private isOwn = false;
  private isTooLarge = false;

  constructor() {
    const { parser } = this;
    Object.assign(parser.ENTITIES, ENTITIES);
    parser.on('doctype', () => {
      throw new FeedDoctypeError({ line: parser.line });
    });
    parser.on('error', () => {
      throw new FeedBrokenError({ line: parser.line });
    });
    parser.on('opentag', (tag: SaxesTagPlain) => this.open(tag));
    parser.on('closetag', () => this.close());
    parser.on('text', (text) => this.add(text));
    parser.on('cdata', (text) => this.add(text));
  }

  /** @throws FeedDoctypeError, FeedBrokenError, FeedUnknownError. */
  write(text: string): void {
    this.parser.write(text);
  }

  end(): void {
    this.parser.close();
  }

  take(): TableRow[] {
    const rows = this.ready;
    this.ready = [];
    return rows;
  }

  private open({ name, attributes }: SaxesTagPlain): void {
    this.depth++;
    if (this.depth === 1 && !ROOTS.test(name)) throw new FeedUnknownError({ root: name.slice(0, 60) });
    if (this.itemDepth === 0) {
      if (ITEM.test(name)) this.begin();
      return;
    }
    if (this.depth !== this.itemDepth + 1) return;
    this.column = COLUMN_OF.get(squeezeName(name === 'summary' || name === 'content' ? 'description' : name)) ?? null;
    this.isOwn = name.includes(':');
    this.text = attributes['href'] ?? '';
  }

  private begin(): void {
    this.itemDepth = this.depth;
    this.line = this.parser.line;
    this.values = new Map();
    this.isTooLarge = false;
  }

  private add(text: string): void {
    if (this.column === null || this.depth !== this.itemDepth + 1) return;
    if (this.text.length + text.length > TABLE_LIMITS.cell) this.isTooLarge = true;
    else this.text += text;
  }

  private close(): void {
    if (this.itemDepth > 0 && this.depth === this.itemDepth + 1) this.keep();
    else if (this.depth === this.itemDepth) this.finish();
    this.depth--;
  }

  private keep(): void {
    const { column, isOwn } = this;
    this.column = null;
    const text = this.text.trim();
    if (column === null || text === '') return;
    const before = this.values.get(column);
    if (before && column === MORE_PHOTOS) this.values.set(column, { text: `${before.text},${text}`, isOwn });
    else if (!before || (isOwn && !before.isOwn)) this.values.set(column, { text, isOwn });
  }

  private finish(): void {
    const { line } = this;
    this.itemDepth = 0;
    const cells = FEED_COLUMNS.map((_, i) => this.values.get(i)?.text ?? '');
    const isUnreadable = cells.some((cell) => /[\0\ufffd]/.test(cell));
    if (this.isTooLarge) this.ready.push({ line, cells, error: new CellTooLargeError({ line, kilobytes: 1000 }) });
    else if (isUnreadable) this.ready.push({ line, cells, error: new UnreadableTextError({ line }) });
    else this.ready.push({ line, cells });
  }
}
