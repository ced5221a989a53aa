// Reads barcodes: by the browser where it can, else by ZXing in WebAssembly, fetched from us when the first one is read.
const GOODS = ['ean_13', 'ean_8', 'upc_a'];
const QR = ['qr_code'];

const detecting = new Map();

/** `sources`: addresses of the ponyfill and of its WebAssembly, {detector, reader}. */
export function detector(sources, formats = GOODS) {
  const name = formats.join();
  if (!detecting.has(name)) {
    const made = makeDetector(sources, formats).catch((error) => {
      detecting.delete(name);
      throw error;
    });
    detecting.set(name, made);
  }
  return detecting.get(name);
}

/** The first barcode of goods in a picture, a canvas or a playing video; null when there is none. */
export async function readBarcode(source, sources) {
  const found = await (await detector(sources)).detect(source);
  return found.map(({ rawValue }) => rawValue).find((value) => isEan(value)) ?? null;
}

/** The text of the first QR code in a picture or a playing video; null when there is none. */
export async function readQr(source, sources) {
  const [found] = await (await detector(sources, QR)).detect(source);
  return found?.rawValue ?? null;
}

/** A GTIN whose check digit is right. */
export function isEan(text) {
  if (!/^(\d{8}|\d{12,14})$/.test(text)) return false;
  const digits = [...text].reverse().map(Number);
  const sum = digits.reduce((total, digit, i) => total + (i === 0 ? 0 : digit * (i % 2 ? 3 : 1)), 0);
  return (10 - (sum % 10)) % 10 === digits[0];
}

async function makeDetector({ detector: script, reader }, formats) {
  const own = globalThis.BarcodeDetector;
  const known = own ? await own.getSupportedFormats().catch(() => []) : [];
  if (known.includes(formats[0])) return new own({ formats: formats.filter((format) => known.includes(format)) });
  await load(script);
  const { BarcodeDetector, prepareZXingModule } = globalThis.BarcodeDetectionAPI;
  prepareZXingModule({ overrides: { locateFile: () => reader } });
  return new BarcodeDetector({ formats });
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
