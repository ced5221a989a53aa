import { guessColumns, listOf, locateColumns, type MappedColumns, type MappedKind } from '../mapping/column-mapping.js';
import { MappingWithoutNameError, MappingWithoutPlaceError } from '../mapping/mapping.errors.js';

/** What a column of a list of shops may be. `point` is « latitude, longitude » in one cell; `hours` may be one column a day. */
export const MERCHANT_FIELDS = [
  'name',
  'legalName',
  'siret',
  'naf',
  'trade',
  'address',
  'postcode',
  'commune',
  'insee',
  'phone',
  'email',
  'website',
  'hours',
  'latitude',
  'longitude',
  'point',
  'state',
  'diffusion',
  'reference',
] as const;

export type MerchantField = (typeof MERCHANT_FIELDS)[number];

export const MERCHANT_KIND: MappedKind<MerchantField> = {
  fields: MERCHANT_FIELDS,
  several: { address: 5, hours: 7, trade: 2 },
};

/** The columns of a list that an initiative keeps. */
export interface MerchantMapping {
  columns: MappedColumns<MerchantField>;
}

const WORDS: Partial<Record<MerchantField, string>> = {
  siret: 'siret|n° siret|no siret|numero siret|numero de siret|siret etablissement|ref fr siret',
  naf: 'code naf|naf|code ape|ape|naf ape|activiteprincipaleetablissement|activite principale',
  email: 'email|e mail|mail|courriel|adresse mail|adresse email|adresse e mail|adresse electronique|contact email|mel',
  website: 'site internet|site web|site|website|url|web|adresse du site|adresse internet|lien|contact website',
  phone:
    'telephone|tel|tel fixe|telephone fixe|numero de telephone|n° de telephone|n° telephone|phone|portable|mobile|' +
    'tel portable|contact phone',
  hours:
    "horaires|horaire|horaires d ouverture|horaires d'ouverture|heures d'ouverture|jours et horaires|" +
    'opening hours|opening_hours|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche',
  name:
    "enseigne|nom commercial|nom du commerce|nom de l'enseigne|nom de l'etablissement|nom etablissement|" +
    'nom de la boutique|nom du magasin|enseigne1etablissement|commerce|commercant|boutique|magasin|nom|name|' +
    'etablissement|entreprise|raison sociale|denomination|societe|nom du producteur|title|intitule|libelle',
  legalName: "raison sociale|denomination|denominationunitelegale|nom de l'entreprise|societe|entreprise",
  trade:
    "type de commerce|type de magasin|activite|activites|secteur d'activite|metier|categorie|categories|rubrique|" +
    'secteur|famille|type|nature|category|cat|trade|domaine',
  insee: 'code insee|insee|code commune|codecommuneetablissement|code commune insee|code insee commune',
  postcode: 'code postal|cp|codepostal|code post|postcode|zip|codepostaletablissement|addr postcode',
  commune: 'commune|ville|localite|libelle commune|nom commune|city|town|libellecommuneetablissement|addr city',
  point: 'geo point 2d|geo point|geopoint|coordonnees|coordonnees gps|gps|geolocalisation|lat lon|position',
  latitude: 'latitude|lat|y|coord y|latitude wgs84',
  longitude: 'longitude|lon|lng|long|x|coord x|longitude wgs84',
  address:
    'adresse|adresse 1|adresse 2|adresse postale|adresse complete|adresse du commerce|numero|numero de voie|n°|' +
    'n° voie|type de voie|rue|voie|libelle voie|nom de la voie|address|street|addr street|addr housenumber',
  state: 'etatadministratifetablissement|etat administratif|statut|etat',
  diffusion: 'statutdiffusionetablissement|statut de diffusion',
  reference: '@id|osm id|recordid|identifiant unique',
};

/** What the columns of a list seem to be, by their names. */
export const guessMerchantMapping = (header: readonly string[]): MerchantMapping => ({
  columns: guessColumns(header, WORDS, MERCHANT_KIND.several),
});

const PLACES: MerchantField[] = ['insee', 'postcode', 'commune', 'address', 'point', 'latitude'];
const MORE_THAN_REGISTER: MerchantField[] = ['phone', 'email', 'website', 'hours'];

/** Who and where: what a list must say at least. */
export const isListOfShops = ({ columns }: MerchantMapping): boolean =>
  columns.name !== undefined && PLACES.some((field) => columns[field]);

/** Whether somebody has added to a register what no register says. */
export const saysMoreThanRegister = ({ columns }: MerchantMapping): boolean =>
  MORE_THAN_REGISTER.some((field) => columns[field]);

/** Where each field stands in a header. @throws MappedColumnUnknownError, MappingWithoutNameError, MappingWithoutPlaceError. */
export function locateMerchantFields(
  mapping: MerchantMapping,
  header: readonly string[],
): Map<MerchantField, number[]> {
  const located = locateColumns(mapping.columns, header, MERCHANT_KIND);
  if (!located.has('name')) throw new MappingWithoutNameError({ columns: listOf(header) });
  if (!PLACES.some((field) => located.has(field))) throw new MappingWithoutPlaceError();
  return located;
}
