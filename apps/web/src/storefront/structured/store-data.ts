import { Temporal } from 'temporal-polyfill';
import { dateAt, dayAt, dayOf, type OpenInterval, type PickupPlan, wallAt } from '#libs/pickup';
import type { DayHours, Frame } from '#libs/themes';
import { storeType } from './store-type.js';

export const SCHEMA = 'https://schema.org';
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** How far ahead days that are not as usual are told. */
const AHEAD_DAYS = 60;

export type StoreHours = Pick<PickupPlan, 'calendar'>;

/** The shop for search engines: the kind of schema.org/Store that its trade is, where it is and when it opens. */
export function storeData({ shop, image }: Frame, plan: StoreHours, now: Temporal.Instant): object {
  return {
    '@context': SCHEMA,
    '@type': storeType(shop.trade),
    '@id': shop.url,
    name: shop.name,
    url: shop.url,
    ...(shop.description ? { description: shop.description } : {}),
    ...(shop.cover && image ? { image: image.url } : {}),
    ...(shop.phone ? { telephone: shop.phone } : {}),
    ...(shop.email ? { email: shop.email } : {}),
    address: {
      '@type': 'PostalAddress',
      ...(shop.addressLines.length > 0 ? { streetAddress: shop.addressLines.join(', ') } : {}),
      ...(shop.postcode ? { postalCode: shop.postcode } : {}),
      addressLocality: shop.commune,
      addressCountry: 'FR',
    },
    ...(shop.lat && shop.lon ? { geo: { '@type': 'GeoCoordinates', latitude: shop.lat, longitude: shop.lon } } : {}),
    ...(shop.hours.length > 0
      ? { openingHoursSpecification: [...weeklyHours(shop.hours), ...datedHours(shop.hours, plan, now)] }
      : {}),
  };
}

const weeklyHours = (hours: DayHours[]): object[] =>
  hours.flatMap(({ day, intervals }) =>
    intervals.map(({ opens, closes }) => ({
      '@type': 'OpeningHoursSpecification',
      dayOfWeek: `${SCHEMA}/${DAYS[day - 1]}`,
      opens,
      closes: endOfDay(closes),
    })),
  );

/** Days to come whose hours are not those of the week: exceptions and public holidays. Closed is 00:00 to 00:00. */
function datedHours(hours: DayHours[], { calendar }: StoreHours, now: Temporal.Instant): object[] {
  const today = dateAt(now);
  return Array.from({ length: AHEAD_DAYS }, (_, days) => today.add({ days })).flatMap((date) => {
    const usual = hours[date.dayOfWeek - 1]?.intervals ?? [];
    const real = calendar.on(dayOf(date.toString())).map(wallInterval);
    if (JSON.stringify(real) === JSON.stringify(usual)) return [];
    const day = { validFrom: date.toString(), validThrough: date.toString() };
    return (real.length > 0 ? real : [{ opens: '00:00', closes: '00:00' }]).map(({ opens, closes }) => ({
      '@type': 'OpeningHoursSpecification',
      opens,
      closes: endOfDay(closes),
      ...day,
    }));
  });
}

function wallInterval({ day, start, end }: OpenInterval): { opens: string; closes: string } {
  const ends = Temporal.Instant.fromEpochMilliseconds(end);
  const isMidnight = dayAt(end) !== day;
  return { opens: wallAt(Temporal.Instant.fromEpochMilliseconds(start)), closes: isMidnight ? '24:00' : wallAt(ends) };
}

/** schema.org/Time ends before 24:00. */
const endOfDay = (closes: string): string => (closes === '24:00' ? '23:59' : closes);
