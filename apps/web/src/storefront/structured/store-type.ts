/** The subtype of schema.org/LocalBusiness that says most of a trade (`libs/territory/data/trades.csv`). */
const TYPES: Record<string, string> = {
  auto: 'AutoPartsStore',
  bijoux: 'JewelryStore',
  boulangerie: 'Bakery',
  bricolage: 'HardwareStore',
  cave: 'LiquorStore',
  chaussures: 'ShoeStore',
  culture: 'MusicStore',
  electro: 'ElectronicsStore',
  epicerie: 'GroceryStore',
  fleurs: 'Florist',
  informatique: 'ComputerStore',
  jouets: 'ToyStore',
  livres: 'BookStore',
  maison: 'HomeGoodsStore',
  meubles: 'FurnitureStore',
  mode: 'ClothingStore',
  optique: 'Optician',
  sante: 'Pharmacy',
  services: 'LocalBusiness',
  sport: 'SportingGoodsStore',
  supermarche: 'GroceryStore',
  traiteur: 'FoodEstablishment',
};

export const storeType = (trade: string): string => TYPES[trade] ?? 'Store';
