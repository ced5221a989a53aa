import type { FirstProducts, LeftRow } from '#libs/imports';
import { errorSentences } from '../../http/error-sentences.js';
import { currentLanguage } from '../../http/language.js';
import { figureText, momentText } from '../../http/wording.js';

type Say = (key: string, values?: Record<string, unknown>) => string;

export const leftText = ({ line, siret, reason }: LeftRow, say: Say): string =>
  say(`left_${reason}`, { line: figureText(line), siret });

export function fileRow(file: FirstProducts, url: string, say: Say) {
  const cell = (key: string, text: string) => ({ label: say(key), text });
  const shops = isRunning(file) ? say('of', { done: figureText(file.shopsDone), all: figureText(file.shops) }) : null;
  return {
    cells: [
      { label: say('sent_file'), text: file.fileName, url },
      cell('when', momentText(new Date(file.createdAt))),
      cell('by', file.by ?? '–'),
      cell('shops', shops ?? figureText(file.shops)),
      cell('created', figureText(file.created)),
      cell('left', figureText(file.left)),
    ],
  };
}

/** What the page of one file shows, and the piece of it that changes while it runs. */
export function fileView(file: FirstProducts, url: string, say: Say) {
  const { problem, state, shops, shopsDone, undone, kept, left } = file;
  const isOver = state === 'dealt' && !isRunning(file);
  const stat = (key: 'shops' | 'created' | 'updated' | 'refused' | 'left') => ({
    label: say(key),
    value: figureText(file[key]),
  });
  return {
    isRunning: isRunning(file),
    problem: problem && errorSentences().say(problem, currentLanguage()),
    title: say(state === 'undoing' ? 'undoing' : 'running'),
    progress: {
      value: state === 'undoing' ? undone + kept : shopsDone,
      max: Math.max(shops, 1),
      text: say('of', { done: figureText(state === 'undoing' ? undone + kept : shopsDone), all: figureText(shops) }),
    },
    isDone: isOver && shops > 0,
    isForNobody: isOver && shops === 0,
    undone: state === 'undone' ? say('undone', { undone: figureText(undone), kept: figureText(kept) }) : null,
    stats: (['shops', 'created', 'updated', 'refused', 'left'] as const).map(stat),
    statusUrl: `${url}/avancement`,
    reportUrl: left > 0 ? `${url}/rapport.csv` : null,
    undoUrl: isOver && file.created > 0 ? `${url}/annulation` : null,
  };
}

const isRunning = ({ state, shops, shopsDone }: FirstProducts): boolean =>
  state === 'waiting' || state === 'undoing' || (state === 'dealt' && shopsDone < shops);
