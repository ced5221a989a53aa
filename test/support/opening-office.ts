import { Memberships, People } from '#libs/accounts';
import { newId } from '#libs/kernel';
import { Claims, Shops } from '#libs/shops';
import { asShop } from '#libs/tenancy';
import { type TestWeb, testWeb } from './web.js';

export const OFFICE = 'gestion.devanture.localhost:8080';
const seen = (html: string): string => html.replace(/[\u00a0\u202f]/g, ' ').replace(/&#x27;/g, "'");

let made = 0;

/** A SIRET that passes the check, of nobody; another one each time. */
export function nextSiret(): string {
  const base = `9${String(++made).padStart(12, '0')}`;
  const sum = [...base].toReversed().reduce((total, digit, i) => {
    const twice = Number(digit) * (i % 2 ? 1 : 2);
    return total + (twice > 9 ? twice - 9 : twice);
  }, 0);
  return `${base}${(10 - (sum % 10)) % 10}`;
}

type Fields = Record<string, string>;

/** The back office, with one browser that opens shops. `session` empty: nobody is signed in. */
export class OpeningOffice {
  session = '';

  private constructor(readonly web: TestWeb) {}

  static async open(): Promise<OpeningOffice> {
    return new OpeningOffice(await testWeb());
  }

  /** A new browser, and no limit used up. */
  async reset(): Promise<void> {
    this.session = '';
    await this.web.tenancy.publicRead('delete from attempt');
  }

  get = (url: string) => this.send('GET', url);
  post = (url: string, fields: Fields = {}) => this.send('POST', url, new URLSearchParams(fields).toString());

  multipart(url: string, fields: Fields) {
    const parts = Object.entries(fields).map(
      ([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    return this.send('POST', url, `${parts.join('')}--x--\r\n`, 'multipart/form-data; boundary=x');
  }

  async account(email = `${newId()}@example.fr`, password = 'une-rose-blanche') {
    const done = await this.post('/ouvrir/compte', { name: 'Claire Martin', email, password });
    return { ...done, email };
  }

  identity(over: Fields = {}) {
    return this.post('/ouvrir/coordonnees', {
      name: 'Fleurs Martin',
      addressLine: '12 rue Balzac',
      postcode: '37600',
      commune: 'Loches',
      phone: '02 47 59 00 00',
      email: 'bonjour@fleurs.test',
      ...over,
    });
  }

  /** A new person, as far as a shop that is there. */
  async founded(slug: string, siret = nextSiret()) {
    this.session = '';
    await this.account();
    await this.post('/ouvrir/etablissement', { siret });
    await this.identity();
    return this.post('/ouvrir/activite', { trade: 'fleurs', slug });
  }

  /** Jouets Lucie in Bourges, made from a register, with the code of its letter. */
  async provisioned(siret: string) {
    const [shop] = await this.web.app.get(Shops, { strict: false }).provision([
      {
        siret,
        name: 'Jouets Lucie',
        naf: '47.65Z',
        trade: 'jouets',
        communeInsee: '18033',
        addressLine: '3 rue Moyenne',
        postcode: '18000',
        lat: 47.08,
        lon: 2.39,
        pointSource: 'commune',
        initiativeId: null,
        source: 'register:sirene',
      },
    ]);
    const [letter] = await this.web.app.get(Claims, { strict: false }).letters([shop!.shopId]);
    return { shopId: shop!.shopId, code: letter!.code };
  }

  shop(shopId: string) {
    return asShop(shopId, () => this.web.app.get(Shops, { strict: false }).current());
  }

  async person(email: string) {
    return (await this.web.app.get(People, { strict: false }).byEmail(email))!;
  }

  async memberships(email: string) {
    const { personId } = await this.person(email);
    return this.web.app.get(Memberships, { strict: false }).ofPerson(personId);
  }

  async shopCount(): Promise<number> {
    const [row] = await this.web.tenancy.regionTransaction((tx) =>
      tx.query<{ n: number }[]>('select count(*)::int as n from shop'),
    );
    return row!.n;
  }

  private async send(method: 'GET' | 'POST', url: string, payload?: string, type = FORM) {
    const answer = await this.web.app.inject({
      method,
      url,
      ...(payload === undefined ? {} : { payload }),
      headers: {
        host: OFFICE,
        origin: `http://${OFFICE}`,
        ...(this.session && { cookie: `__Host-session=${this.session}` }),
        ...(payload === undefined ? {} : { 'content-type': type }),
      },
    });
    this.session = answer.cookies.find(({ name }) => name === '__Host-session')?.value ?? this.session;
    const { statusCode: status, headers, body } = answer;
    return { status, headers, text: seen(body), location: headers.location };
  }
}

const FORM = 'application/x-www-form-urlencoded';
