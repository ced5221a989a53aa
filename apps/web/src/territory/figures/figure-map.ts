import type { FigureRow } from '#libs/figures';
import type { Territory } from '#libs/territory';
import { communeMap } from '../commune-map.js';
import { shareOf } from './figures.mapper.js';

/** Percent of the shops on the portal that are open: nobody, under 30, under 60, 60 and more. */
const LEVELS = [0, 30, 60];

/** Communes by how many shops are on the portal and how many of them are open. */
export const figureMap = (rows: readonly FigureRow[], territory: Territory) =>
  communeMap(
    rows.map((row) => ({
      insee: row.key,
      count: row.portal,
      level: levelOf(row),
      label: `${row.label} : ${row.open} / ${row.portal}`,
    })),
    territory,
  );

function levelOf({ open, portal }: FigureRow): number {
  const share = shareOf(open, portal) ?? 0;
  return share === 0 ? 0 : LEVELS.filter((least) => share >= least).length;
}
