import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { UnsafeWorkbookError } from './tabular.errors.js';

/** What a reader of one part does with its tags and texts. Names come without their namespace's prefix. */
export interface XmlHandler {
  open?(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

const MAX_RUN = 8_000_000;

/**
 * Feeds a part to a handler and pauses after each piece, so that rows can leave while the part is read.
 * Entities cannot be declared: a DOCTYPE is refused. A text without any tag for 8 MB is refused, for the parser keeps it.
 */
export async function* parseXml(part: string, bytes: AsyncIterable<Buffer>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser();
  const refuse = (): never => {
    throw new UnsafeWorkbookError({ part });
  };
  parser.on('doctype', refuse);
  parser.on('error', refuse);
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => handler.open?.(localName(name), attributes));
  parser.on('closetag', ({ name }: SaxesTagPlain) => handler.close?.(localName(name)));
  parser.on('text', (text) => handler.text?.(text));
  parser.on('cdata', (text) => handler.text?.(text));
  const decoder = new TextDecoder('utf-8', { fatal: false });
  let run = 0;
  for await (const chunk of bytes) {
    const tag = chunk.lastIndexOf(60);
    run = tag < 0 ? run + chunk.length : chunk.length - tag;
    if (run > MAX_RUN) refuse();
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.write(decoder.decode()).close();
  yield;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
