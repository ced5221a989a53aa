import { parseCents } from '#libs/kernel';
import type { Territory } from '#libs/territory';
import { NotThisFeedError } from '../federation.errors.js';
import { entryOf, type FeedOutcome } from './feed-facts.js';
import type { FeedSource } from './feed-source.js';
import { isObject, type JsonObject, listOf, parseJson, textOf } from './json-values.js';
import { addressOf, placeEntry } from './place-entry.js';
import { plainWords } from './plain-words.js';

/**
 * Data Food Consortium (ontology 1.x and 2.x) as JSON-LD: enterprises with their addresses, what they supply, and at which price it is offered.
 * Names count whatever their prefix: `dfc-b:name`, `name` and the whole IRI are one. @throws NotThisFeedError
 */
export async function* readDfc({ body, siteUrl, territory }: FeedSource): AsyncGenerator<FeedOutcome> {
  const graph = new Graph(parseJson(body));
  if (!graph.has('Enterprise', 'SuppliedProduct', 'CatalogItem', 'DefinedProduct'))
    throw new NotThisFeedError({ kind: 'dfc' });
  let line = 0;
  for (const enterprise of graph.all('Enterprise')) yield enterpriseEntry(++line, enterprise, graph, territory);
  for (const product of graph.all('SuppliedProduct', 'DefinedProduct'))
    yield productEntry(++line, product, graph, siteUrl);
}

/** The things of a document, each under its id, wherever they are nested. */
class Graph {
  private readonly things = new Map<string, JsonObject>();

  constructor(json: unknown) {
    this.gather(json, 0);
  }

  has(...types: string[]): boolean {
    return this.all(...types).length > 0;
  }

  all(...types: string[]): JsonObject[] {
    return [...this.things.values()].filter((thing) => typesOf(thing).some((type) => types.includes(type)));
  }

  /** What a property leads to: things themselves, or their ids. */
  follow(thing: JsonObject, ...names: string[]): JsonObject[] {
    return names.flatMap((name) => listOf(valueOf(thing, name))).flatMap((value) => this.resolve(value));
  }

  private resolve(value: unknown): JsonObject[] {
    const known = this.things.get(isObject(value) ? idOf(value) : textOf(value));
    return known ? [known] : isObject(value) ? [value] : [];
  }

  private gather(json: unknown, depth: number): void {
    if (depth > 12) return;
    if (Array.isArray(json)) for (const each of json) this.gather(each, depth + 1);
    if (!isObject(json)) return;
    const id = idOf(json) || (json['@type'] === undefined ? '' : `_:${this.things.size}`);
    const isWhole = Object.keys(json).length > 1;
    if (id !== '' && isWhole && json['@type'] !== undefined) this.things.set(id, { ...this.things.get(id), ...json });
    for (const value of Object.values(json)) this.gather(value, depth + 1);
  }
}

const idOf = (thing: JsonObject): string => textOf(thing['@id'] ?? thing['id']);
const localName = (name: string): string => name.replace(/^.*[/#:]/, '');
const typesOf = (thing: JsonObject): string[] => listOf(thing['@type']).map((type) => localName(textOf(type)));

function valueOf(thing: JsonObject, name: string): unknown {
  const key = Object.keys(thing).find((each) => localName(each) === name);
  return key === undefined ? undefined : thing[key];
}

const said = (thing: JsonObject | undefined, ...names: string[]): string =>
  thing === undefined ? '' : (names.map((name) => textOf(valueOf(thing, name))).find(Boolean) ?? '');

function enterpriseEntry(line: number, enterprise: JsonObject, graph: Graph, territory: Territory): FeedOutcome {
  const [address] = graph.follow(enterprise, 'hasAddress');
  const [phone] = graph.follow(enterprise, 'hasPhoneNumber');
  const degrees = (name: string): number | null => Number(said(address, name) || said(enterprise, name)) || null;
  return placeEntry(
    line,
    {
      key: idOf(enterprise),
      name: said(enterprise, 'name', 'hasName'),
      siret: said(enterprise, 'siret', 'hasSiret'),
      trades: [said(enterprise, 'description', 'hasDescription'), 'producteur'],
      addressLine: said(address, 'hasStreet', 'street'),
      postcode: said(address, 'hasPostalCode', 'postcode', 'postalCode'),
      commune: said(address, 'hasCity', 'city'),
      lat: degrees('latitude'),
      lon: degrees('longitude'),
      phone: said(phone, 'phoneNumber') || said(enterprise, 'phone'),
      email: said(enterprise, 'email'),
      url: said(enterprise, 'websitePage', 'websiteUrl', 'website'),
      description: said(enterprise, 'description', 'hasDescription'),
    },
    territory,
  );
}

function productEntry(line: number, product: JsonObject, graph: Graph, siteUrl: string): FeedOutcome {
  const items = [
    ...graph.follow(product, 'referencedBy'),
    ...graph
      .all('CatalogItem')
      .filter((item) => graph.follow(item, 'references').some((each) => idOf(each) === idOf(product))),
  ];
  const offers = items.flatMap((item) => graph.follow(item, 'offeredThrough'));
  const prices = offers.flatMap((offer) => priceOf(offer, graph));
  const seller = graph
    .all('Enterprise')
    .find((enterprise) => graph.follow(enterprise, 'supplies').some((each) => idOf(each) === idOf(product)));
  const [supplier] = seller ? [seller] : graph.follow(product, 'suppliedBy', 'hasSupplier');
  const stock = items.map((item) => said(item, 'stockLimitation')).filter((text) => text !== '' && Number(text) >= 0);
  const url =
    addressOf(said(product, 'url', 'websitePage')) ?? addressOf(said(supplier, 'websitePage', 'websiteUrl')) ?? siteUrl;
  return entryOf(line, idOf(product), {
    kind: 'product',
    title: plainWords(said(product, 'name', 'hasName', 'description'), 300),
    url,
    priceCents: prices.length > 0 ? Math.min(...prices) : null,
    priceVaries: new Set(prices).size > 1,
    isAvailable: stock.length === 0 || stock.some((text) => Number(text) > 0),
    description: plainWords(said(product, 'description', 'hasDescription'), 2000),
    category: localName(said(product, 'hasType')).replace(/[-_]+/g, ' '),
    seller: supplier && idOf(supplier),
  });
}

/** `dfc-b:price` is a number, or a Price with a value; without tax where `VATrate` stands beside it. */
function priceOf(offer: JsonObject, graph: Graph): number[] {
  const value = valueOf(offer, 'hasPrice') ?? valueOf(offer, 'price');
  const price = isObject(value) ? (graph.follow(offer, 'hasPrice', 'price')[0] ?? value) : undefined;
  const cents = parseCents(price ? said(price, 'value', 'hasValue') : textOf(value));
  return cents === null ? [] : [cents];
}
