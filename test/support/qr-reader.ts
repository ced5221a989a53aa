import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '#libs/platform';

const FOLDER = path.join(projectRoot, 'node_modules/zxing-wasm/dist');

interface Reader {
  prepareZXingModule(options: { overrides: { wasmBinary: ArrayBuffer }; fireImmediately: true }): Promise<unknown>;
  readBarcodes(picture: object, options: { formats: string[] }): Promise<{ text: string }[]>;
}

/** What the QR codes of a picture say; `data` is RGBA. */
export async function readQr(picture: { data: Uint8ClampedArray; width: number; height: number }): Promise<string[]> {
  // The library that barcode-detector brings along, asked for by its file: it is no dependency of ours.
  const reader = (await import(pathToFileURL(path.join(FOLDER, 'es/reader/index.js')).href)) as Reader;
  const wasm = await readFile(path.join(FOLDER, 'reader/zxing_reader.wasm'));
  const wasmBinary = new Uint8Array(wasm).buffer;
  await reader.prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  return (await reader.readBarcodes(picture, { formats: ['QRCode'] })).map(({ text }) => text);
}
