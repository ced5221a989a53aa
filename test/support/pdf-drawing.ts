import { inflateSync } from 'node:zlib';

/** What each page draws, decompressed, in the order of the file: streams that are no fonts or pictures. */
export function drawingsOf(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/<<([^<>]*\/FlateDecode[^<>]*)>>\s*stream\n/g)].flatMap((match) => {
    if (/Length1|Subtype|Type\b/.test(match[1]!)) return [];
    const start = match.index + match[0].length;
    const drawing = inflateSync(pdf.subarray(start, text.indexOf('endstream', start))).toString('latin1');
    return / re\n/.test(drawing) ? [drawing] : [];
  });
}

interface Picture {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** Dots a module of the code. */
const DOTS = 10;

/** The code that a page draws as small black strokes, as a picture with its white margin. */
export function qrPicture(drawing: string): Picture {
  const strokes = [...drawing.matchAll(/(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re\n/g)].map(([, ...all]) =>
    all.map(Number),
  );
  const unit = Math.min(...strokes.map(([, , , height]) => height!));
  const modules = strokes.filter(([, , , height]) => Math.abs(height! - unit) < 0.01);
  const left = Math.min(...modules.map(([x]) => x!));
  const top = Math.min(...modules.map(([, y]) => y!));
  const size = Math.max(...modules.map(([x, , width]) => Math.round((x! + width! - left) / unit)));
  const side = (size + 8) * DOTS;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [x, y, width] of modules) {
    const [column, row] = [Math.round((x! - left) / unit) + 4, Math.round((y! - top) / unit) + 4];
    const dots = Math.round(width! / unit) * DOTS;
    for (let line = 0; line < DOTS; line++) {
      const at = ((row * DOTS + line) * side + column * DOTS) * 4;
      for (let dot = 0; dot < dots; dot++) data.fill(0, at + dot * 4, at + dot * 4 + 3);
    }
  }
  return { data, width: side, height: side };
}
