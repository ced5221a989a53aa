export { asShop, currentShopId, NoShopError, OtherShopError } from './current-shop.js';
export { TenancyModule } from './tenancy.module.js';
export { Tenancy } from './tenancy.js';
export { VisitOrderError, type ShopVisits } from './shop-visits.js';
