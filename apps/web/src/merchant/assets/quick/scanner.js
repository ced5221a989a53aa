import { readBarcode } from './barcode.js';

const EVERY = 150;

/** The dialog where the camera reads a barcode. */
export class Scanner {
  stream = null;

  /** `page` holds the dialog and says where the reader is; `onCode` is told what `readCode` found. */
  constructor(page, onCode, readCode = readBarcode) {
    this.page = page;
    this.onCode = onCode;
    this.readCode = readCode;
    this.dialog = page.querySelector('[data-scanner]');
    this.video = this.dialog.querySelector('[data-video]');
    this.state = this.dialog.querySelector('[data-scan-state]');
    this.hint = this.state.textContent;
    this.dialog.addEventListener('close', () => this.close());
    this.dialog.querySelector('[data-scan-close]').addEventListener('click', () => this.close());
    this.dialog.querySelector('[data-scan-photo]').addEventListener('change', ({ target }) => this.readPhoto(target));
    for (const button of page.querySelectorAll('[data-scan]')) {
      button.hidden = false;
      button.addEventListener('click', () => this.open());
    }
  }

  async open() {
    this.state.textContent = this.hint;
    this.dialog.showModal();
    const wanted = { video: { facingMode: 'environment', width: { ideal: 1280 } } };
    const opened = await navigator.mediaDevices?.getUserMedia(wanted).catch(() => null);
    this.video.hidden = !opened;
    if (!opened) return void (this.state.textContent = this.page.dataset.sayNoCamera);
    if (!this.dialog.open) return stop(opened);
    this.stream = opened;
    this.video.srcObject = opened;
    await this.video.play().catch(() => null);
    await this.look();
  }

  async look() {
    const code = this.stream && this.video.readyState >= 2 ? await this.read(this.video) : null;
    if (!this.stream) return;
    if (code) this.found(code);
    else setTimeout(() => this.look(), EVERY);
  }

  async readPhoto(input) {
    const [file] = input.files;
    if (!file) return;
    const picture = await createImageBitmap(file).catch(() => null);
    input.value = '';
    const code = picture && (await this.read(picture));
    if (code) this.found(code);
    else this.state.textContent = this.page.dataset.sayNoCode;
  }

  read(source) {
    const { detector, reader } = this.page.dataset;
    return this.readCode(source, { detector, reader }).catch(() => null);
  }

  found(code) {
    this.close();
    navigator.vibrate?.(60);
    this.onCode(code);
  }

  close() {
    stop(this.stream);
    this.stream = null;
    this.video.srcObject = null;
    if (this.dialog.open) this.dialog.close();
  }
}

const stop = (stream) => stream?.getTracks().forEach((track) => track.stop());
