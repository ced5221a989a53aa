/*
 * Runs in a process of its own and is the only place where bytes from outside meet a decoder. One message in
 * ({id, bytes, format, widths, jpegWidth, maxPixels, processorMs}), one message out ({id, picture} or {id, refusal, message}).
 * Plain JavaScript, because it is started by its path from the sources and from the build alike.
 */
import sharp from 'sharp';

/** A picture narrower than this share of its height is made smaller: encoders end at 16,383 pixels a side. */
const MAX_HEIGHT = 6400;
/** Between two looks at the processor time a picture has taken. */
const LOOK_MS = 100;
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Heif', 'Nsgif'].map((name) => `VipsForeignLoad${name}Buffer`);

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: LOADERS });

/** Ctrl-C reaches the whole group of processes: the parent decides when this one ends. */
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit(0));
process.on('message', (job) => void work(job));
process.send({ ready: true });

async function work(job) {
  const limit = limitProcessorTime(job);
  try {
    const answer = await decode(job);
    if (answer.refusal) send({ id: job.id, ...answer });
    else send({ id: job.id, picture: await encode(answer.base, job) });
  } catch (error) {
    send({ id: job.id, refusal: 'failed', message: String(error?.stack ?? error) });
  } finally {
    clearInterval(limit);
  }
}

/** A picture is judged by the work it makes, not by how busy the machine is. The parent ends us after this answer. */
function limitProcessorTime({ id, processorMs }) {
  const before = process.cpuUsage();
  return setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1000 > processorMs) send({ id, refusal: 'timeout' });
  }, LOOK_MS);
}

function send(message) {
  if (process.connected) process.send(message);
}

/** Upright, sRGB, 8 bits, first frame, at most as wide as the widest file. */
async function decode({ bytes, format, widths, maxPixels }) {
  const options = { limitInputPixels: maxPixels, failOn: 'error', pages: 1 };
  try {
    const meta = await sharp(bytes, options).metadata();
    if ((meta.format === 'heif' ? 'avif' : meta.format) !== format) return { refusal: 'broken' };
    if (meta.width * meta.height > maxPixels) return { refusal: 'too_many_pixels' };
    const { data, info } = await sharp(bytes, options)
      .autoOrient()
      .resize({ width: Math.max(...widths), height: MAX_HEIGHT, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { base: { data, raw: { width: info.width, height: info.height, channels: info.channels } } };
  } catch (error) {
    return refusalOf(error);
  }
}

function refusalOf(error) {
  const message = String(error?.message ?? error);
  if (/pixel limit|too large|exceeds/i.test(message)) return { refusal: 'too_many_pixels', message };
  if (/compression format has not been built in/i.test(message)) return { refusal: 'unsupported', message };
  return { refusal: 'broken', message };
}

async function encode(base, { widths, jpegWidth }) {
  const own = base.raw.width;
  const files = [];
  const smaller = widths.filter((width) => width < own);
  for (const width of [...smaller, own]) {
    const sized = width === own ? base : await resized(base, width);
    files.push(await file(sized, 'webp', { quality: 78, effort: 3 }));
    files.push(await file(sized, 'avif', { quality: 50, effort: 2 }));
  }
  const fallback = jpegWidth < own ? await resized(base, jpegWidth) : base;
  files.push(await file(fallback, 'jpeg', { quality: 80, mozjpeg: true }));
  return { width: own, height: base.raw.height, color: await dominantColor(base), files };
}

async function resized(base, width) {
  const { data, info } = await sharp(base.data, { raw: base.raw })
    .resize({ width })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, raw: { width: info.width, height: info.height, channels: info.channels } };
}

async function file(picture, format, options) {
  const pixels = sharp(picture.data, { raw: picture.raw });
  const opaque = format === 'jpeg' ? pixels.flatten({ background: '#ffffff' }) : pixels;
  const bytes = await opaque.toFormat(format, options).toBuffer();
  return { width: picture.raw.width, height: picture.raw.height, format, bytes };
}

async function dominantColor(base) {
  const small = await sharp(base.data, { raw: base.raw })
    .resize({ width: 64, height: 64, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .png()
    .toBuffer();
  const { dominant } = await sharp(small).stats();
  return `#${[dominant.r, dominant.g, dominant.b].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
