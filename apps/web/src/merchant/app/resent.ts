import { MoveNotAllowedError, type OrderDetails } from '#libs/orders';

/** The field by which the page says that it sent this before and never heard what became of it. */
const FIELD = 'reprise';

/**
 * Whether a form that came again asks for what it has done already: the order's last move is the one asked for, by the same
 * person. Without the mark a second handover is a mistake at the counter and is told so.
 */
export function isDoneAlready(
  error: unknown,
  body: unknown,
  order: OrderDetails | null | undefined,
  actor: string,
): boolean {
  if (!(error instanceof MoveNotAllowedError) || !(body as Record<string, unknown> | undefined)?.[FIELD]) return false;
  const last = order?.events.at(-1);
  return last?.actor === actor && last.to === error.details['to'];
}
