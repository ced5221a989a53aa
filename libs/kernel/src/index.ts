export { AppError, InvalidInputError, NotFoundError, type FieldError } from './app-error.js';
export { Clock } from './clock.js';
export { isEan } from './ean.js';
export { euros, formatCents, parseCents, type Cents, type MoneyJson } from './money.js';
export { newId } from './new-id.js';
export { formatSiret, isSiret, normalizeSiret } from './siret.js';
export { isSlug, slugify } from './slug.js';
