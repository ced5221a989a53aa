import { type ColumnNames, ColumnTable } from '../formats/column-table.js';

export type SireneField =
  | 'siret'
  | 'state'
  | 'diffusion'
  | 'naf'
  | 'nomenclature'
  | 'sign'
  | 'sign2'
  | 'sign3'
  | 'usualName'
  | 'legalName'
  | 'legalUsualName'
  | 'familyName'
  | 'usedName'
  | 'firstName'
  | 'complement'
  | 'number'
  | 'repetition'
  | 'streetType'
  | 'street'
  | 'address'
  | 'postcode'
  | 'commune'
  | 'insee'
  | 'longitude'
  | 'latitude';

/** INSEE's names (StockEtablissement, version 3), those of its interface, and those that people give the same columns. */
const NAMES: ColumnNames<SireneField> = {
  siret: ['siret', 'n° siret', 'no siret', 'numero siret', 'siret etablissement', 'siretetablissement'],
  state: ['etatadministratifetablissement', 'etatadministratif', 'etat administratif', 'etat'],
  diffusion: ['statutdiffusionetablissement', 'statutdiffusion', 'statut de diffusion'],
  naf: [
    'activiteprincipaleetablissement',
    'activiteprincipale',
    'activite principale',
    'code naf',
    'naf',
    'code ape',
    'ape',
    'activiteprincipaleunitelegale',
  ],
  nomenclature: [
    'nomenclatureactiviteprincipaleetablissement',
    'nomenclatureactiviteprincipale',
    'nomenclature',
    'nomenclatureactiviteprincipaleunitelegale',
  ],
  sign: ['enseigne1etablissement', 'enseigne1', 'enseigne', 'enseigneetablissement', 'nom commercial'],
  sign2: ['enseigne2etablissement', 'enseigne2'],
  sign3: ['enseigne3etablissement', 'enseigne3'],
  usualName: ['denominationusuelleetablissement', 'denominationusuelle', 'denomination usuelle'],
  legalName: ['denominationunitelegale', 'denomination', 'raison sociale', 'nom', 'l1_normalisee', 'nomen_long'],
  legalUsualName: ['denominationusuelle1unitelegale', 'sigleunitelegale', 'sigle'],
  familyName: ['nomunitelegale', 'nom de famille'],
  usedName: ['nomusageunitelegale', "nom d'usage"],
  firstName: ['prenomusuelunitelegale', 'prenom1unitelegale', 'prenom usuel', 'prenom'],
  complement: ['complementadresseetablissement', 'complementadresse', "complement d'adresse"],
  number: ['numerovoieetablissement', 'numerovoie', 'numero de voie', 'numero'],
  repetition: ['indicerepetitionetablissement', 'indicerepetition', 'indice de repetition'],
  streetType: ['typevoieetablissement', 'typevoie', 'type de voie'],
  street: ['libellevoieetablissement', 'libellevoie', 'libelle de voie', 'voie'],
  address: ['adresse', 'adresse complete', 'geo_adresse'],
  postcode: ['codepostaletablissement', 'codepostal', 'code postal', 'cp'],
  commune: ['libellecommuneetablissement', 'libellecommune', 'commune', 'ville'],
  insee: ['codecommuneetablissement', 'codecommune', 'code commune', 'code insee', 'insee'],
  longitude: ['longitude', 'lon', 'lng', 'x_longitude'],
  latitude: ['latitude', 'lat', 'y_latitude'],
};

export const sireneColumns = (header: readonly string[]): ColumnTable<SireneField> => new ColumnTable(NAMES, header);

/** The least a file must have to make shops: who, what and where. */
export const SIRENE_NEEDS: SireneField[] = ['siret', 'naf'];
