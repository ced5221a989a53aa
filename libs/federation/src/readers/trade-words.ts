import { foldText } from '#libs/platform';
import { tradeByCode, tradeOfNaf } from '#libs/territory';

/** Words of signs and lists, and values of OpenStreetMap's `shop` and `craft`, by trade; longer words are looked for first. */
const WORDS: Record<string, string> = {
  artisanat: 'artisan ceramiste potier poterie pottery vannier ebeniste souffleur bougies createur craft art frame',
  auto: 'garage automobile moto car car_repair car_parts motorcycle tyres',
  beaute: 'parfumerie cosmetiques institut coiffeur coiffure hairdresser beauty cosmetics perfumery massage',
  bijoux: 'bijouterie bijoutier bijoux joaillerie horlogerie jewelry jewellery watches',
  boucherie: 'boucherie boucher charcuterie charcutier butcher deli',
  boulangerie: 'boulangerie boulanger patisserie patissier bakery pastry',
  bricolage: 'quincaillerie bricolage peinture doityourself hardware paint trade',
  cave: 'caviste cave vins spiritueux brasserie biere wine alcohol beverages brewery winery',
  chaussures: 'chaussures chausseur cordonnier cordonnerie shoes shoemaker shoe_repair',
  chocolat: 'chocolatier chocolaterie chocolat confiserie confiseur chocolate confectionery',
  culture: 'disquaire musique instruments films music musical_instrument video games',
  electro: 'electromenager hifi electronics appliance radiotechnics',
  epicerie: 'epicerie epicier vrac convenience grocery greengrocer_shop general coffee tea spices',
  fleurs: 'fleuriste fleurs jardinerie pepiniere florist garden_centre',
  fromagerie: 'fromagerie fromager cremerie cheese dairy',
  informatique: 'informatique telephonie computer mobile_phone',
  jouets: 'jouets jeux ludotheque toys',
  livres: 'librairie libraire livres books',
  maison: 'decoration cadeaux vaisselle linge interior_decoration gift houseware bed curtain candles kitchen',
  maroquinerie: 'maroquinerie sacs bagages leather bag',
  meubles: 'meubles ameublement furniture antiques_furniture',
  mode: 'vetements mode pret-a-porter lingerie mercerie couture clothes boutique fashion fabric tailor sewing baby_goods',
  occasion: 'occasion brocante antiquites depot-vente friperie second_hand antiques charity',
  optique: 'opticien optique lunettes optician',
  poissonnerie: 'poissonnerie poissonnier seafood fishmonger',
  'presse-papeterie': 'presse papeterie tabac journaux newsagent stationery tobacco kiosk',
  primeur: 'primeur maraicher legumes greengrocer',
  producteur: 'producteur ferme fermier fermiere miel apiculteur gaec farm beekeeper',
  sante: 'pharmacie pharmacien pharmacy chemist medical_supply hearing_aids',
  services: 'pressing laverie reprographie photographe laundry dry_cleaning copyshop photo photographer',
  sport: 'sport sports cycles velo velos bicycle outdoor fishing hunting',
  supermarche: 'supermarche hypermarche supermarket department_store',
  traiteur: 'traiteur restaurant plats pizzeria catering restaurant_takeaway',
};

const TRADE_OF = new Map(
  Object.entries(WORDS).flatMap(([trade, words]) => words.split(' ').map((word) => [word, trade])),
);

/** The public category that a list's own words mean: a code of ours, an activity code, a word of the trade. Undefined: unknown. */
export function tradeOfWords(...texts: string[]): string | undefined {
  for (const text of texts) {
    const folded = foldText(text.trim());
    if (folded === '') continue;
    if (tradeByCode(folded)) return folded;
    const naf = tradeOfNaf(text.trim());
    if (naf) return naf.trade.code;
    const words = [folded, ...folded.split(/[^a-z_-]+/)];
    const found = words.map((word) => TRADE_OF.get(word) ?? TRADE_OF.get(word.replace(/s$/, ''))).find(Boolean);
    if (found) return found;
  }
  return undefined;
}
