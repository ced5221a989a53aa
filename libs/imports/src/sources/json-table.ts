import type { Table, TableRow } from '#libs/platform';
import { foldText } from '#libs/platform';
import { fieldsOf } from './json-fields.js';
import { JsonSplitter } from './json-records.js';
import { JsonBrokenError, JsonUnknownError } from './source.errors.js';

/** So many records are looked at to know which fields there are. */
const SAMPLE = 500;

interface ReadRecord {
  line: number;
  fields: Map<string, string> | null;
}

/** Fields that are read whatever they are called, for lists whose records have hundreds: the first name of each is the column. */
export interface KnownFields {
  isMeant(fields: ReadonlySet<string>): boolean;
  spellings: readonly (readonly string[])[];
}

/**
 * A list in JSON or GeoJSON as a table, record by record; a row's line is where its record begins. @throws JsonUnknownError when
 * there is no list of objects, JsonBrokenError, from `rows` as well.
 */
export async function openJsonTable(bytes: AsyncGenerator<Buffer>, known: KnownFields): Promise<Table> {
  const records = recordsOf(bytes);
  const first: ReadRecord[] = [];
  while (first.length < SAMPLE) {
    const next = await records.next();
    if (next.done) break;
    first.push(next.value);
  }
  const names = new Set(first.flatMap(({ fields }) => [...(fields?.keys() ?? [])]));
  if (names.size === 0) {
    await records.return(undefined);
    throw new JsonUnknownError();
  }
  const columns = known.isMeant(names) ? known.spellings : [...names].map((name) => [name]);
  const header = columns.map(([name = '']) => name);
  return {
    encoding: 'utf-8',
    separator: null,
    header,
    columns: header,
    headerLine: 1,
    rows: rowsOf(first, records, columns),
    close: async () => {
      await records.return(undefined);
    },
  };
}

async function* recordsOf(bytes: AsyncGenerator<Buffer>): AsyncGenerator<ReadRecord> {
  const splitter = new JsonSplitter();
  const decoder = new TextDecoder();
  try {
    for await (const chunk of bytes) {
      for (const { line, text } of splitter.push(decoder.decode(chunk, { stream: true })))
        yield { line, fields: parse(text) };
    }
    splitter.end();
  } finally {
    await bytes.return(undefined);
  }
}

/** Null: the record is no JSON. */
function parse(text: string): Map<string, string> | null {
  try {
    return fieldsOf(JSON.parse(text) as Record<string, unknown>);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function* rowsOf(
  first: ReadRecord[],
  rest: AsyncGenerator<ReadRecord>,
  columns: readonly (readonly string[])[],
): AsyncGenerator<TableRow> {
  try {
    for (const record of first) yield rowOf(record, columns);
    for await (const record of rest) yield rowOf(record, columns);
  } finally {
    await rest.return(undefined);
  }
}

function rowOf({ line, fields }: ReadRecord, columns: readonly (readonly string[])[]): TableRow {
  if (!fields) return { line, cells: columns.map(() => ''), error: new JsonBrokenError({ line }) };
  const folded = new Map([...fields].map(([name, value]) => [foldText(name), value]));
  const cells = columns.map((names) => names.map((name) => folded.get(foldText(name)) ?? '').find(Boolean) ?? '');
  return { line, cells };
}
