/**
 * A cell of an OpenDocument sheet as text: numbers as they are kept (`12.5`), dates in ISO, everything else as it is shown.
 * An amount in another currency than the euro keeps that currency's name.
 */
export function textOf(attributes: Record<string, string>, shown: string): string {
  const value = attributes['office:value'];
  switch (attributes['office:value-type']) {
    case 'float':
    case 'percentage':
      return value === undefined ? shown : plainNumber(value);
    case 'currency': {
      const currency = attributes['office:currency'] ?? 'EUR';
      return value === undefined ? shown : plainNumber(value) + (currency === 'EUR' ? '' : ` ${currency}`);
    }
    case 'date':
      return attributes['office:date-value'] ?? shown;
    case 'boolean':
      return (attributes['office:boolean-value'] ?? shown).toUpperCase();
    default:
      return shown || (attributes['office:string-value'] ?? '');
  }
}

/** `7.3282932000074E13` and `0.30000000000000004` as a person would write them. */
function plainNumber(text: string): string {
  const number = Number(text);
  return Number.isFinite(number) && text.trim() !== '' ? String(Number(number.toPrecision(15))) : text;
}
