import type { Page } from 'playwright-core';

/** Five keys a second: a person who types on a telephone with care. */
const KEY_MS = 200;
/** Looking for a thing and touching it. */
const TAP_MS = 1000;

/** One person with a telephone: what they type and touch is counted, and takes the time that it takes. */
export class Stopwatch {
  keys = 0;
  taps = 0;
  /** Pages with something to fill in or to decide, in their order. */
  readonly screens: string[] = [];
  private readonly began = Date.now();

  constructor(readonly page: Page) {
    page.on('framenavigated', (frame) => {
      const { pathname } = new URL(frame.url());
      if (frame === page.mainFrame() && pathname.split('/').length > 2 && this.screens.at(-1) !== pathname) {
        this.screens.push(pathname);
      }
    });
  }

  /** Touches the field, empties it if something stands in it, and types at a person's speed. */
  async type(label: string, text: string): Promise<void> {
    const field = this.page.getByLabel(label, { exact: true });
    await this.tap(field);
    await field.fill('');
    await field.pressSequentially(text, { delay: KEY_MS });
    this.keys += text.length;
  }

  async press(name: string): Promise<void> {
    await this.tap(this.page.getByRole('button', { name, exact: true }).first());
  }

  async touch(text: string): Promise<void> {
    await this.tap(this.page.getByText(text, { exact: true }).first());
  }

  /** Opens the list and touches one of its lines. */
  async choose(label: string, option: string): Promise<void> {
    this.taps += 2;
    await this.page.getByLabel(label, { exact: true }).selectOption({ label: option });
  }

  /** Opens the camera and takes the picture. */
  async photograph(name: string, picture: Buffer): Promise<void> {
    this.taps += 2;
    await this.page
      .locator(`input[name=${name}]`)
      .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: picture });
  }

  /** Seconds with the pages that were loaded; a touch takes a person longer than a program. */
  get seconds(): number {
    return (Date.now() - this.began + this.taps * TAP_MS) / 1000;
  }

  private async tap(what: { click(): Promise<void> }): Promise<void> {
    this.taps++;
    await what.click();
  }
}
