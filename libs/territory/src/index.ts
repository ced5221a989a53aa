export { type Commune } from './commune.js';
export { type CommuneQuery } from './commune-finder.js';
export { type CommuneSuggestion } from './commune-suggester.js';
export { distanceKm, type Point } from './distance.js';
export { allRegions, type Region } from './france.js';
export { departmentOutlines, hasPoint } from './outlines.js';
export { publicHoliday, publicHolidays, type PublicHoliday } from './public-holidays.js';
export { UnknownRegionError } from './territory.errors.js';
export { loadTerritory, Territory, type CommuneMatch, type CommuneMiss } from './territory.js';
export { tradeOfOsm, tradeOfWords } from './trade-words.js';
export {
  allTrades,
  nafLabel,
  tradeByCode,
  tradeOfNaf,
  type ClickAndCollect,
  type NafTrade,
  type Nomenclature,
  type Trade,
} from './trades.js';
