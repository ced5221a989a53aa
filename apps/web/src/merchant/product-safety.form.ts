import { z } from 'zod';
import { NO_SAFETY, type ProductSafety, type ProductView } from '#libs/catalog';

const text = z.string().default('');
const safetyForm = z.object({
  makerName: text,
  makerAddress: text,
  makerEmail: text,
  euName: text,
  euAddress: text,
  euEmail: text,
  warnings: text,
});

type SafetyFields = z.output<typeof safetyForm>;

/** Names of the form's fields by the path of the catalogue's. */
export const SAFETY_FIELDS: Record<string, keyof SafetyFields> = {
  'safety.manufacturer.name': 'makerName',
  'safety.manufacturer.address': 'makerAddress',
  'safety.manufacturer.email': 'makerEmail',
  'safety.responsible.name': 'euName',
  'safety.responsible.address': 'euAddress',
  'safety.responsible.email': 'euEmail',
  'safety.warnings': 'warnings',
};

/** Undefined when the page had no such fields: what is known stays. */
export function safetyOf(body: Record<string, unknown>): ProductSafety | undefined {
  const parsed = safetyForm.safeParse(body);
  if (!parsed.success || body['makerName'] === undefined) return undefined;
  const { makerName, makerAddress, makerEmail, euName, euAddress, euEmail, warnings } = parsed.data;
  return {
    manufacturer: { name: makerName, address: makerAddress, email: makerEmail.trim() },
    responsible: { name: euName, address: euAddress, email: euEmail.trim() },
    warnings: warnings.replace(/\r\n?/g, '\n'),
  };
}

export function safetyValues({ safety }: ProductView): SafetyFields {
  const { manufacturer, responsible, warnings } = { ...NO_SAFETY, ...safety };
  return {
    makerName: manufacturer.name,
    makerAddress: manufacturer.address,
    makerEmail: manufacturer.email,
    euName: responsible.name,
    euAddress: responsible.address,
    euEmail: responsible.email,
    warnings,
  };
}
