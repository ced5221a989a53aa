// What a photo goes through before it leaves the phone. Sizes in pixels.
const LONGEST = 2000;
const QUALITY = 0.86;
/** Where the background ends up, and how much brighter it is made at most. */
const WHITE = 250;
const GAIN_MOST = 1.7;

/** Upright, whatever the camera noted about how it was held; HEIC where the browser reads it. Throws when it does not. */
export function decode(file) {
  return createImageBitmap(file, { imageOrientation: 'from-image' });
}

/** A quarter turn to the right. */
export function turned(source) {
  const canvas = canvasOf(source.height, source.width);
  const pen = canvas.getContext('2d');
  pen.translate(canvas.width, 0);
  pen.rotate(Math.PI / 2);
  pen.drawImage(source, 0, 0);
  return canvas;
}

/** The part `frame` {x, y, width, height} of the picture, at most LONGEST on its longer side. */
export function cut(source, frame, { lighten = false, longest = LONGEST } = {}) {
  const scale = Math.min(1, longest / Math.max(frame.width, frame.height));
  const canvas = canvasOf(Math.round(frame.width * scale), Math.round(frame.height * scale));
  const pen = canvas.getContext('2d', { willReadFrequently: lighten });
  pen.imageSmoothingQuality = 'high';
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(source, frame.x, frame.y, frame.width, frame.height, 0, 0, canvas.width, canvas.height);
  if (lighten) lightened(pen, canvas.width, canvas.height);
  return canvas;
}

/** WebP, or JPEG where the browser writes no WebP. */
export async function encode(canvas) {
  const webp = await blobOf(canvas, 'image/webp');
  return webp?.type === 'image/webp' ? webp : blobOf(canvas, 'image/jpeg');
}

const blobOf = (canvas, type) => new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));

export const whole = (source) => ({ x: 0, y: 0, width: source.width, height: source.height });

/** The largest square around the middle. */
export function middleSquare(source) {
  const side = Math.min(source.width, source.height);
  return {
    x: Math.round((source.width - side) / 2),
    y: Math.round((source.height - side) / 2),
    width: side,
    height: side,
  };
}

function canvasOf(width, height) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, width);
  canvas.height = Math.max(1, height);
  return canvas;
}

/** The edge of the picture is taken for its background: what it needs to be white is given to every pixel. */
function lightened(pen, width, height) {
  const image = pen.getImageData(0, 0, width, height);
  const tables = [0, 1, 2].map((channel) => curve(backgroundOf(image, channel)));
  const { data } = image;
  for (let at = 0; at < data.length; at += 4) {
    data[at] = tables[0][data[at]];
    data[at + 1] = tables[1][data[at + 1]];
    data[at + 2] = tables[2][data[at + 2]];
  }
  pen.putImageData(image, 0, 0);
}

function backgroundOf({ data, width, height }, channel) {
  const band = Math.max(1, Math.round(Math.min(width, height) * 0.04));
  const values = [];
  for (let y = 0; y < height; y += 3) {
    const isEdge = y < band || y >= height - band;
    for (let x = 0; x < width; x += isEdge ? 3 : Math.max(1, width - band))
      values.push(data[(y * width + x) * 4 + channel]);
  }
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Dark tones stay as they are; from there on the picture brightens until the background is white. */
function curve(background) {
  const gain = Math.min(GAIN_MOST, Math.max(1, WHITE / Math.max(1, background)));
  return Uint8ClampedArray.from({ length: 256 }, (_, value) => {
    const share = Math.min(1, value / Math.max(1, background));
    return value * (1 + (gain - 1) * share);
  });
}
