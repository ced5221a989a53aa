import { formatCents } from '#libs/kernel';
import type { OrderDetails } from '#libs/orders';
import type { WithdrawalOffer } from '#libs/payments';
import type { WithdrawalFormView } from '#libs/themes';
import { dayText } from '#libs/pickup';
import { say } from './sentences.js';

/** What the form says; `lines` null: nobody chose yet. */
export interface WithdrawalAnswers {
  name: string;
  email: string;
  lines: number[] | null;
  errors: Record<string, string>;
}

/** Any body: what is no text is empty. */
export function declarationOf(body: unknown): WithdrawalAnswers {
  const { name, email, lines } = (body ?? {}) as Record<string, unknown>;
  const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');
  const numbers = [lines ?? []].flat().map((value) => Number.parseInt(text(value), 10));
  return { name: text(name), email: text(email), lines: numbers.filter((n) => n > 0 && n < 1000), errors: {} };
}

export function withdrawalForm(
  { token, number }: OrderDetails,
  { lines, lastDay, isHandedOver }: WithdrawalOffer,
  { name, email, lines: chosen, errors }: WithdrawalAnswers,
): WithdrawalFormView {
  return {
    action: `/commandes/${token}/retractation`,
    text: say('withdrawal.text', { number }),
    until: lastDay && say('withdrawal.until', { day: dayText(lastDay) }),
    consequence: say(isHandedOver ? 'withdrawal.handed_over' : 'withdrawal.not_handed_over'),
    lines: lines.map(({ line, name: product, options, pieces, cents }) => ({
      id: `lines-${line}`,
      value: String(line),
      label: `${pieces} × ${[product, ...options].join(', ')}, ${formatCents(cents)}`,
      isSelected: chosen === null || chosen.includes(line),
    })),
    linesError: errors['lines'] ?? null,
    name: { value: name, error: errors['name'] ?? null },
    email: { value: email, error: errors['email'] ?? null },
    errors: ['lines', 'name', 'email'].flatMap((field) =>
      errors[field] === undefined
        ? []
        : [{ fieldId: field === 'lines' ? `lines-${lines[0]?.line}` : field, message: errors[field] }],
    ),
    backUrl: `/commandes/${token}`,
  };
}
