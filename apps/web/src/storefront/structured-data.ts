import type { Availability, Frame, ProductView } from '#libs/themes';

const SCHEMA = 'https://schema.org';
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The shop for search engines (schema.org/Store). */
export function storeData({ shop }: Frame): object {
  return {
    '@context': SCHEMA,
    '@type': 'Store',
    '@id': shop.url,
    name: shop.name,
    url: shop.url,
    ...(shop.description ? { description: shop.description } : {}),
    ...(shop.phone ? { telephone: shop.phone } : {}),
    ...(shop.email ? { email: shop.email } : {}),
    address: {
      '@type': 'PostalAddress',
      streetAddress: shop.addressLines.join(', '),
      postalCode: shop.postcode,
      addressLocality: shop.commune,
      addressCountry: 'FR',
    },
    ...(shop.lat && shop.lon ? { geo: { '@type': 'GeoCoordinates', latitude: shop.lat, longitude: shop.lon } } : {}),
    openingHoursSpecification: shop.hours.flatMap(({ day, intervals }) =>
      intervals.map(({ opens, closes }) => ({
        '@type': 'OpeningHoursSpecification',
        dayOfWeek: `${SCHEMA}/${DAYS[day - 1]}`,
        opens,
        closes,
      })),
    ),
  };
}

const STATES: Record<Availability['state'], string> = {
  available: 'InStock',
  low: 'LimitedAvailability',
  soldout: 'OutOfStock',
  on_order: 'MadeToOrder',
};

/** A product with its offers (schema.org/Product). `origin` has no slash at its end. */
export function productData(view: Omit<ProductView, 'frame'>, frame: Frame, description: string | null): object {
  const origin = frame.shop.url.replace(/\/$/, '');
  const seller = { '@type': 'Store', '@id': frame.shop.url, name: frame.shop.name };
  return {
    '@context': SCHEMA,
    '@type': 'Product',
    name: view.name,
    url: frame.canonical,
    ...(description ? { description } : {}),
    image: view.photos.map(({ src }) => `${origin}${src}`),
    offers: view.variants.map((variant) => ({
      '@type': 'Offer',
      price: (variant.price / 100).toFixed(2),
      priceCurrency: 'EUR',
      url: frame.canonical,
      availability: `${SCHEMA}/${variant.available ? STATES[view.availability.state] : 'OutOfStock'}`,
      availableDeliveryMethod: `${SCHEMA}/OnSitePickup`,
      seller,
    })),
  };
}
