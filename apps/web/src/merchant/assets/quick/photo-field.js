import { cropTool, drawFrame } from './crop-tool.js';
import { cut, decode, encode, middleSquare, turned, whole } from './photo-work.js';

/** Of the preview, in pixels. */
const SHOWN = 900;

/** The photo of the form, with its tools. */
export class PhotoField {
  isLight = false;
  /** A photo that this browser cannot read goes as it is: the server says what is wrong with it. */
  original = null;
  /** The photo that is being read, which takes a slow telephone a second: who saves before waits for it. */
  reading = Promise.resolve(null);

  /** `onPicked` is told whether the photo can be read here. */
  constructor(page, onPicked) {
    this.page = page;
    this.box = page.querySelector('[data-photo]');
    this.canvas = this.box.querySelector('[data-crop]');
    this.onPicked = onPicked;
    this.tool = cropTool(this.canvas, () => this.draw());
    this.on('square', () => this.frame(true));
    this.on('free', () => this.frame(false));
    this.on('lighten', () => (this.isLight = !this.isLight));
    this.on('turn', () => {
      const source = turned(this.tool.source);
      Object.assign(this.tool, { source, frame: whole(source), isOn: false });
    });
    this.button('drop').addEventListener('click', () => this.clear());
  }

  button(name) {
    return this.box.querySelector(`[data-${name}]`);
  }

  on(name, work) {
    this.button(name).addEventListener('click', () => {
      work();
      this.draw();
    });
  }

  frame(isSquare) {
    const { tool } = this;
    const wasSame = tool.isOn && tool.isSquare === isSquare;
    const frame = wasSame ? whole(tool.source) : { ...middleSquare(tool.source), isSquare };
    Object.assign(tool, { isOn: !wasSame, isSquare, frame });
  }

  draw() {
    const { canvas, tool } = this;
    const shown = cut(tool.source, whole(tool.source), { lighten: this.isLight, longest: SHOWN });
    canvas.width = shown.width;
    canvas.height = shown.height;
    canvas.getContext('2d').drawImage(shown, 0, 0);
    if (tool.isOn) drawFrame(canvas, tool);
    const pressed = { square: tool.isOn && tool.isSquare, free: tool.isOn && !tool.isSquare, lighten: this.isLight };
    for (const [name, is] of Object.entries(pressed)) this.button(name).setAttribute('aria-pressed', String(is));
    this.box.querySelector('[data-crop-hint]').hidden = !tool.isOn;
  }

  clear() {
    this.reading = Promise.resolve(null);
    Object.assign(this.tool, { source: null, frame: null, isOn: false, isSquare: false });
    this.isLight = false;
    this.original = null;
    this.box.hidden = true;
    this.showCamera(true);
    for (const input of this.page.querySelectorAll('[data-camera] input')) input.value = '';
  }

  showCamera(isShown) {
    const camera = this.page.querySelector('[data-camera]');
    if (camera) camera.hidden = !isShown;
  }

  async pick(file) {
    this.clear();
    const reading = decode(file).catch(() => null);
    this.reading = reading;
    const source = await reading;
    if (this.reading !== reading) return; // another one was chosen meanwhile, or none
    if (source) {
      Object.assign(this.tool, { source, frame: whole(source) });
      this.draw();
      this.box.hidden = false;
      this.showCamera(false);
    } else {
      this.original = file;
    }
    this.onPicked(source !== null);
  }

  /** What is sent; null without a photo. */
  async blob() {
    await this.reading;
    const { source, frame } = this.tool;
    return source ? encode(cut(source, frame, { lighten: this.isLight })) : this.original;
  }
}

/** One of several photos, whole. */
export async function asItIs(file) {
  const source = await decode(file).catch(() => null);
  return source ? encode(cut(source, whole(source))) : file;
}
