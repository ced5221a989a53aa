export { Establishments } from './establishments.service.js';
export { FiguresModule } from './figures.module.js';
export {
  type FeedHealth,
  type FigureCounts,
  type FigureRow,
  Figures,
  type FigureScope,
  type Flow,
  GROUPINGS,
  type Grouping,
  type Week,
} from './figures.service.js';
export { NoEstablishmentsError } from './figures.errors.js';
