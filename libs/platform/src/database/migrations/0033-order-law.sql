-- Erasing a customer takes their name out of a declaration of withdrawal; what was withdrawn from stays.
grant update (customer_name, customer_email, text) on order_withdrawal to devanture_app;

-- Regulation (EU) 2023/988 asks for the maker and the warnings in the offer of such a product: the goods of libs/catalog/data/public-categories.csv,
-- to which a spec holds this list.
create function asks_for_safety(category text) returns boolean
  language sql immutable parallel safe
  return category in (
    'fleurs-sechees', 'jardinage', 'outils', 'quincaillerie', 'peinture', 'jeux-societe', 'jouets-eveil', 'jouets-construction',
    'poupees-peluches', 'vehicules-jouets', 'loisirs-creatifs', 'jeux-plein-air', 'deguisements', 'bagues', 'colliers',
    'bracelets', 'boucles-oreilles', 'montres', 'romans', 'livres-jeunesse', 'bd-mangas', 'livres-pratiques', 'essais-histoire',
    'livres-scolaires', 'livres-region', 'papeterie', 'fournitures-scolaires', 'cartes-affiches', 'journaux', 'vetements-femme',
    'vetements-homme', 'vetements-enfant', 'lingerie', 'accessoires-mode', 'mercerie', 'chaussures-femme', 'chaussures-homme',
    'chaussures-enfant', 'chaussons', 'sacs', 'bagages', 'portefeuilles', 'parfums', 'soins-visage', 'maquillage', 'savons',
    'cheveux', 'bien-etre', 'materiel-medical', 'lunettes', 'vaisselle', 'cuisine', 'bougies', 'linge-maison', 'decoration',
    'luminaires', 'rangement', 'fetes-noel', 'meubles-salon', 'meubles-chambre', 'meubles-jardin', 'petit-electromenager',
    'gros-electromenager', 'image-son', 'telephones', 'ordinateurs', 'jeux-video', 'instruments', 'musique-films', 'beaux-arts',
    'velos', 'vetements-sport', 'equipement-sport', 'randonnee', 'auto-accessoires', 'ceramique', 'bois-artisanat',
    'textile-artisanat', 'art', 'seconde-main', 'animaux', 'souvenirs', 'puericulture', 'cigarettes-electroniques');

-- Article 19: the manufacturer's name, postal and electronic address; those of the person responsible in the Union where one is named.
create function lacks_safety(safety jsonb) returns boolean
  language sql immutable parallel safe
  return coalesce(safety #>> '{manufacturer,name}', '') = '' or coalesce(safety #>> '{manufacturer,address}', '') = ''
    or coalesce(safety #>> '{manufacturer,email}', '') = ''
    or coalesce(safety #>> '{responsible,name}', '') <> '' and (coalesce(safety #>> '{responsible,address}', '') = ''
      or coalesce(safety #>> '{responsible,email}', '') = '');

-- The mail that tells a customer of the whole round: tried twice at most.
alter table customer_round add column mail_attempts int not null default 0 check (mail_attempts between 0 and 2);
alter table customer_round add column mailed_at timestamptz;
create index customer_round_age on customer_round (created_at);
