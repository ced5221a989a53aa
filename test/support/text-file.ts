/** A text as a file that arrives. */
export async function* textFile(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(lines.join('\n'));
}
