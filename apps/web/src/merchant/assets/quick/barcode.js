// Reads barcodes: by the browser where it can, else by ZXing in WebAssembly, fetched from us when the first one is read.
const FORMATS = ['ean_13', 'ean_8', 'upc_a'];

let detecting = null;

/** `sources`: addresses of the ponyfill and of its WebAssembly, {detector, reader}. */
export function detector(sources) {
  return (detecting ??= makeDetector(sources).catch((error) => {
    detecting = null;
    throw error;
  }));
}

/** The first barcode of goods in a picture, a canvas or a playing video; null when there is none. */
export async function readBarcode(source, sources) {
  const found = await (await detector(sources)).detect(source);
  return found.map(({ rawValue }) => rawValue).find((value) => isEan(value)) ?? null;
}

/** A GTIN whose check digit is right. */
export function isEan(text) {
  if (!/^(\d{8}|\d{12,14})$/.test(text)) return false;
  const digits = [...text].reverse().map(Number);
  const sum = digits.reduce((total, digit, i) => total + (i === 0 ? 0 : digit * (i % 2 ? 3 : 1)), 0);
  return (10 - (sum % 10)) % 10 === digits[0];
}

async function makeDetector({ detector: script, reader }) {
  const own = globalThis.BarcodeDetector;
  const known = own ? await own.getSupportedFormats().catch(() => []) : [];
  if (known.includes('ean_13')) return new own({ formats: FORMATS.filter((format) => known.includes(format)) });
  await load(script);
  const { BarcodeDetector, prepareZXingModule } = globalThis.BarcodeDetectionAPI;
  prepareZXingModule({ overrides: { locateFile: () => reader } });
  return new BarcodeDetector({ formats: FORMATS });
}

function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.addEventListener('load', resolve);
    script.addEventListener('error', () => reject(new Error(`Not loaded: ${address}`)));
    document.head.append(script);
  });
}
