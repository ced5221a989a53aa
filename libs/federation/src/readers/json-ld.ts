import { parseCents } from '#libs/kernel';
import type { Territory } from '#libs/territory';
import { entryOf, type FeedOutcome, refusal } from './feed-facts.js';
import { isObject, type JsonObject, listOf, textOf } from './json-values.js';
import { addressOf, placeEntry } from './place-entry.js';
import { plainWords } from './plain-words.js';

/** Types of schema.org that are no place one can go to, although their names end like one. */
const NOT_SHOPS = /^(WebSite|WebPage|OnlineStore|OnlineBusiness)$/;
const SHOPS =
  /(Store|Shop|Business|Florist|Bakery|Restaurant|Library|Pharmacy|Dealer|Winery|Brewery|Salon|Cleaning|Optician|Centre|Center)$/;
const DEPTH_MOST = 12;

/** Everything on a page that says what it is, however deep it stands. */
export function* thingsOf(json: unknown, depth = 0): Generator<JsonObject> {
  if (depth > DEPTH_MOST) return;
  if (Array.isArray(json)) {
    for (const each of json) yield* thingsOf(each, depth + 1);
    return;
  }
  if (!isObject(json)) return;
  if (json['@type'] !== undefined) yield json;
  yield* thingsOf(json['@graph'] ?? json['mainEntity'] ?? json['itemListElement'] ?? json['item'], depth + 1);
}

const typesOf = (thing: JsonObject): string[] =>
  listOf(thing['@type']).map((type) => textOf(type).replace(/^.*[/#:]/, ''));

/** A product or a shop of a page; null for anything else. `line` is the number of the page. */
export function thingEntry(
  thing: JsonObject,
  page: { url: string; line: number; territory: Territory },
): FeedOutcome | null {
  const types = typesOf(thing);
  if (types.some((type) => type === 'Product' || type === 'ProductGroup')) return productEntry(thing, page);
  if (types.some((type) => SHOPS.test(type) && !NOT_SHOPS.test(type))) return shopEntry(thing, types, page);
  return null;
}

function productEntry(thing: JsonObject, { url, line }: { url: string; line: number }): FeedOutcome {
  const offers = [
    ...offersOf(thing['offers']),
    ...listOf(thing['hasVariant'])
      .filter(isObject)
      .flatMap((v) => offersOf(v['offers'])),
  ];
  if (offers.some(({ currency }) => currency !== '' && currency !== 'EUR'))
    return refusal(line, 'imports.currency_not_euro');
  const prices = offers.flatMap(({ cents }) => (cents === null ? [] : [cents]));
  const address = addressOf(resolved(textOf(thing['url']), url)) ?? url;
  return entryOf(line, textOf(thing['productGroupID']) || textOf(thing['sku']) || textOf(thing['@id']) || address, {
    kind: 'product',
    title: plainWords(textOf(thing['name']), 300),
    url: address,
    priceCents: prices.length > 0 ? Math.min(...prices) : null,
    priceVaries: new Set(prices).size > 1,
    isAvailable: offers.length === 0 || offers.some(({ isThere }) => isThere),
    description: plainWords(textOf(thing['description']), 2000),
    brand: plainWords(textOf(isObject(thing['brand']) ? thing['brand']['name'] : thing['brand']), 200),
    category: plainWords(textOf(thing['category']), 300),
  });
}

interface Offer {
  cents: number | null;
  currency: string;
  isThere: boolean;
}

function offersOf(value: unknown): Offer[] {
  return listOf(value)
    .filter(isObject)
    .flatMap((offer): Offer[] => {
      if (offer['offers'] !== undefined && offer['lowPrice'] === undefined) return offersOf(offer['offers']);
      const [specification] = listOf(offer['priceSpecification']).filter(isObject);
      const price = textOf(offer['price'] ?? offer['lowPrice'] ?? specification?.['price']);
      const currency = textOf(offer['priceCurrency'] ?? specification?.['priceCurrency']).toUpperCase();
      const isThere = !/(OutOfStock|SoldOut|Discontinued|PreOrder|BackOrder)$/i.test(textOf(offer['availability']));
      return [{ cents: price === '' ? null : parseCents(price), currency, isThere }];
    });
}

function shopEntry(
  thing: JsonObject,
  types: string[],
  { url, line, territory }: { url: string; line: number; territory: Territory },
) {
  const [address] = listOf(thing['address']);
  const parts: JsonObject = isObject(address) ? address : {};
  const [geo] = listOf(thing['geo']).filter(isObject);
  const given = textOf(thing['url']) || textOf(thing['@id']);
  return placeEntry(
    line,
    {
      key: textOf(thing['@id']) || textOf(thing['url']) || '',
      name: textOf(thing['name']),
      siret: siretOf(thing),
      trades: [...types.map(words), textOf(thing['additionalType']), textOf(thing['description'])],
      addressLine: textOf(parts['streetAddress']) || (typeof address === 'string' ? address : ''),
      postcode: textOf(parts['postalCode']),
      commune: textOf(parts['addressLocality']),
      lat: geo ? Number(textOf(geo['latitude'])) : null,
      lon: geo ? Number(textOf(geo['longitude'])) : null,
      phone: textOf(thing['telephone']),
      email: textOf(thing['email']).replace(/^mailto:/, ''),
      url: resolved(given, url),
      description: textOf(thing['description']),
    },
    territory,
  );
}

/** `identifier` may hold it, as text or as a PropertyValue. */
function siretOf(thing: JsonObject): string {
  const named = listOf(thing['identifier'])
    .filter(isObject)
    .find((each) => /siret/i.test(textOf(each['propertyID']) || textOf(each['name'])));
  return textOf(thing['siret']) || (named ? textOf(named['value']) : '');
}

const words = (type: string): string => type.replace(/(Store|Shop)$/, '').replace(/([a-z])([A-Z])/g, '$1 $2');

const resolved = (text: string, base: string): string =>
  text !== '' && URL.canParse(text, base) ? new URL(text, base).href : base;
