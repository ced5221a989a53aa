import type { AuditEntry } from '#libs/audit';
import { momentText } from '../../http/wording.js';

type Say = (key: string, values?: Record<string, unknown>) => string;

const TONES = { asked: 'neutral', done: 'success', refused: 'warning' } as const;
const SHOWN_OF_ID = 13;
/** `POST /territoire/arretes/:closureId/fin` is said by `action.arretes_closureId_fin`. */
const OFFICE = /^POST \/(?:territoire\/(.+)|((?:connexion|compte)\b.*))$/;

export function entryRow(entry: AuditEntry, say: Say) {
  const who = entry.person ?? say(entry.personId === null ? 'console' : 'gone');
  const cell = (key: string, text: string) => ({ label: say(key), text });
  return {
    cells: [
      cell('when', momentText(new Date(entry.at))),
      cell('who', who),
      cell('role', say(`role_${entry.role}`)),
      cell('what', actionText(entry.action, say)),
      cell('subject', subjectText(entry, say)),
      { label: say('how'), tag: { label: say(entry.outcome), tone: TONES[entry.outcome] } },
    ],
  };
}

/** By name; what has none any more, by the beginning of its id, which the search takes. */
function subjectText({ subject, names }: AuditEntry, say: Say): string {
  const words = Object.entries(subject).map(([key, value]) => {
    if (key === 'role') return say(`role_${value}`);
    return names[key] ?? (value.length > SHOWN_OF_ID ? `${value.slice(0, SHOWN_OF_ID)}…` : value);
  });
  return words.join(', ');
}

/** Routes of the API and what no sentence stands for are named as they are. */
function actionText(action: string, say: Say): string {
  const [, territory, account] = OFFICE.exec(action) ?? [];
  const path = territory ?? account ?? (action.includes('/') ? null : action);
  if (path === null) return action;
  try {
    return say(`action.${path.replaceAll(':', '').replace(/[/ ]/g, '_')}`);
  } catch {
    return action;
  }
}

export const csvRow = (entry: AuditEntry): string[] => [
  String(entry.number),
  entry.at,
  entry.person ?? entry.personId ?? '',
  entry.role,
  entry.action,
  JSON.stringify(entry.subject),
  Object.values(entry.names).join(', '),
  entry.outcome,
  entry.requestId,
];
