import { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import { openProductFile } from '../sources/product-source.js';
import { detectProductFormat, findProductHeader, type ProductDraft, type RowRefusal } from './index.js';

/** `name 12.50<15 s3`: price, the price before a reduction, stock; variants with their options. */
function say({ name, published, variants }: ProductDraft): string {
  const offers = variants.map(({ options, priceCents, compareAtCents, stock }) => {
    const price = `${priceCents / 100}${compareAtCents ? `<${compareAtCents / 100}` : ''}`;
    return [...options, price, stock === null ? '' : `s${stock}`].filter(Boolean).join(' ');
  });
  return `${name}${published ? '' : ' (masqué)'}: ${offers.join(' | ')}`;
}

const sayRefusal = ({ line, code }: RowRefusal): string => `${line} ${code.replace('imports.', '')}`;

async function read(text: string, encoding = 'utf8') {
  const bytes = Readable.from([iconv.encode(text, encoding, { addBOM: encoding.startsWith('utf16') })]);
  const table = await openProductFile(bytes, findProductHeader);
  const format = detectProductFormat(table.header);
  const said: string[] = [];
  const noted: string[] = [];
  for await (const outcome of format.read(table.header, table.rows, { vatRate: 20 })) {
    if (outcome.kind === 'product') {
      said.push(say(outcome));
      noted.push(...outcome.notes.map(({ line, code }) => `${line} ${code.replace('imports.', '')}`));
    } else if (outcome.kind === 'refusal') said.push(sayRefusal(outcome));
    else
      said.push(`${outcome.productKey}: ${outcome.combinations.map(({ options }) => options.join(' ')).join(' | ')}`);
  }
  return { format: format.id, said, noted };
}

const lines = (...all: string[]): string => all.join('\r\n');

describe('exports that were edited in a spreadsheet, or hold less than usual', () => {
  it.each([
    [
      'Shopify, semicolons and decimal commas, a count below zero, a product row above its variants',
      'shopify-classic',
      lines(
        'Title;Handle;Body (HTML);Published;Option1 Name;Option1 Value;Variant Inventory Tracker;Variant Inventory Qty;Variant Price;Variant Compare At Price;Status',
        'Vase;vase;"<p>Grès',
        'tourné</p>";VRAI;Title;Default Title;shopify;-3;12,50;15,00;Active',
        'Pull;pull;;VRAI;Taille;;;;;;active',
        ';pull;;;;S;shopify;2;1 234,50 €;;',
        ';pull;;;;M;shopify;3,0;20;;',
      ),
      ['Vase: 12.5<15 s0', 'Pull: S 1234.5 s2 | M 20 s3'],
      ['2 stock_negative'],
    ],
    [
      'Shopify, two columns and a title above them',
      'shopify-classic',
      lines('Export du 12/11/2020', '', 'Handle,Variant Price,Title', 'a,12€50,A', 'b,gratuit,B', 'c,$5,C'),
      ['A: 12.5', '5 price_invalid', '6 currency_not_euro'],
      [],
    ],
    [
      'WooCommerce without the type, parts of a kilogram in stock',
      'woocommerce',
      lines('UGS,Nom,Publié,Tarif promo,Tarif régulier,Stock,Parent', 'A,Thé,1,4.00,5.00,"2,5",', 'B,Café,FAUX,,6,-1,'),
      ['Thé: 4<5 s2', 'Café (masqué): 6 s0'],
      ['2 stock_rounded', '3 stock_negative', '3 not_active'],
    ],
    [
      'WooCommerce in German',
      'woocommerce',
      lines(
        'ID,Typ,Artikelnummer,Name,Veröffentlicht,Vorrätig?,Bestand,Angebotspreis,Regulärer Preis,Übergeordnetes Produkt,Attribut 1 Name,Attribut 1 Wert(e)',
        '1,variable,T,Hemd,1,1,,,,,Größe,"S, M"',
        '2,variation,T-S,Hemd - S,1,1,4,15,"20,00",T,Größe,S',
      ),
      ['Hemd: S 15<20 s4'],
      [],
    ],
    [
      'WooCommerce in Spanish',
      'woocommerce',
      lines('Tipo;SKU;Nombre;Publicado;¿Existencias?;Inventario;Precio normal', 'simple;A;Jarrón;1;1;5;12.5'),
      ['Jarrón: 12.5 s5'],
      [],
    ],
    [
      'PrestaShop, few columns of its import with tax, in commas',
      'prestashop',
      lines(
        'Product ID,Active (0/1),Name *,"Categories (x,y,z...)",Price tax included,Reference #,"Image URLs (x,y,z...)"',
        '1,1,Vase,Home,12.50,V1,https://photos.exemple.test/1.jpg',
      ),
      ['Vase: 12.5'],
      [],
    ],
    [
      'PrestaShop in Spanish, its import’s columns, trailing empty ones',
      'prestashop',
      lines(
        'ID;Activo (0/1);Nombre*;Categorías (x,y,z...);Precio impuestos excluidos;ID regla de impuestos;Precio mayorista;En oferta (0/1);Referencia N°;Marca;EAN13;Cantidad;Resumen;Descripción;URLs de las imágenes (x,y,z...);;',
        '1;1;Jarrón;Casa;10,50;1;4,20;0;J1;Alfar;;7;<p>Corto</p>;"<p>Barro',
        'cocido</p>";https://photos.exemple.test/j.jpg;;',
        '2;0;Plato;Casa;5;1;;0;P1;;;-1;;;;;',
      ),
      ['Jarrón: 10.5 s7', 'Plato (masqué): 5 s0'],
      ['2 tax_rule_ignored', '4 stock_negative', '4 not_active'],
    ],
    [
      'PrestaShop in Spanish, prices with tax',
      'prestashop',
      lines(
        'ID;Activo (0/1);Nombre;Precio impuestos incluidos;Precio mayorista;En oferta (0/1);Referencia;Cantidad',
        '1;1;Jarrón;12,60;4;0;J1;7',
      ),
      ['Jarrón: 12.6 s7'],
      [],
    ],
    [
      'PrestaShop in Italian',
      'prestashop',
      lines(
        'ID;Attivo (0/1);Nome *;Categorie (x,y,z...);Prezzo tasse escluse;ID regola tassa;Riferimento n.;Marchio;Quantità;Riepilogo;Descrizione;URL immagine',
        '1;1;Vaso;Casa;10,50;1;V1;Terra;7;;<p>Gres</p>;',
      ),
      ['Vaso: 10.5 s7'],
      ['2 tax_rule_ignored'],
    ],
    [
      'PrestaShop in German',
      'prestashop',
      lines(
        'ID;Aktiv (0/1);Name *;Kategorien (x,y,z...);Preis zzgl. MwSt.;Steuerregel-ID;Artikel-Nr.;Hersteller;Menge;Kurzbeschreibung;Beschreibung;Bild-URLs (x,y,z...)',
        '1;1;Vase;Haus;10,50;1;V1;Ton;7;;<p>Steinzeug</p>;',
      ),
      ['Vase: 10.5 s7'],
      ['2 tax_rule_ignored'],
    ],
    [
      'PrestaShop, combinations of a Spanish file',
      'prestashop-combinations',
      lines(
        'ID producto*;Atributo (Nombre:Tipo:Posición)*;Valor (Valor:Posición)*;Referencia;Impacto en el precio;Cantidad',
        '1;Talla:select:0;S:0;V-S;;5',
        '1;Talla:select:0;M:1;V-M;1,50;2',
      ),
      ['id:1: S | M'],
      [],
    ],
    [
      'Etsy, saved by a French spreadsheet',
      'etsy',
      lines(
        'TITLE;DESCRIPTION;PRICE;CURRENCY_CODE;QUANTITY;TAGS;MATERIALS;IMAGE1;IMAGE2;VARIATION 1 TYPE;VARIATION 1 NAME;VARIATION 1 VALUES;SKU;;',
        'Bol;"Une ligne',
        '',
        'Une autre";18,50;EUR;4;bol;grès;https://photos.exemple.test/b.jpg;;;;;BOL;;',
        'Pull;;65;EUR;3;;;https://photos.exemple.test/p.jpg;;Size;Taille;S,M;;;',
        'Mug;;12;USD;3;;;https://photos.exemple.test/m.jpg;;;;;MUG;;',
      ),
      ['Bol: 18.5 s4', 'Pull: S 65 s3 | M 65 s3', '6 currency_not_euro'],
      ['5 stock_shared'],
    ],
    [
      'PrestaShop, a request on its table',
      'prestashop',
      lines('id_product;reference;name;price;quantity;active', '1;V1;Vase;10.416667;-5;1'),
      ['Vase: 10.416667 s0'],
      ['2 stock_negative'],
    ],
    [
      'PrestaShop, combinations of a French file',
      'prestashop-combinations',
      lines(
        'Identifiant Produit (ID);Attribut (Nom:Type:Position)*;Valeur (Valeur:Position)*;Référence;Impact sur le prix;Quantité',
        '1;Taille:select:0;S:0;V-S;;5',
        '1;Taille:select:0;M:1;V-M;1,50;-2',
      ),
      ['id:1: S | M'],
      [],
    ],
    [
      'Magento, a short file of updates',
      'magento',
      lines(
        'sku,product_type,name,price,qty,url_key',
        'A,simple,Vase,12.5000,5.0000,vase',
        'B,simple,Pot,9,-1.0000,pot',
      ),
      ['Vase: 12.5 s5', 'Pot: 9 s0'],
      ['3 stock_negative'],
    ],
    [
      'Wix, saved by a French spreadsheet',
      'wix',
      lines(
        'handleId;fieldType;name;price;surcharge;visible;inventory;productOptionName1;productOptionDescription1',
        'p;Product;Bol;12,5;;VRAI;-1;Taille;S;'.replace(/;$/, ''),
        'q;Product;Tee;20;;VRAI;;Taille;S;M'.replace('S;M', '"S;M"'),
        'q;Variant;;;;VRAI;3;Taille;S',
        'q;Variant;;;2,50;VRAI;InStock;Taille;M',
      ),
      ['Bol: S 12.5 s0', 'Tee: S 20 s3 | M 22.5'],
      ['2 stock_negative'],
    ],
    [
      'Square without variations, sold by weight',
      'square',
      lines('Token,Item Name,Category,SKU,Price,Current Quantity Loches', 'a,Pommes,Fruits,P1,"3,50",12.5'),
      ['Pommes: 3.5 s12'],
      ['2 stock_rounded'],
    ],
    [
      'Open Food Network, parts in stock',
      'open-food-network',
      lines('sku,producer,name,price,units,unit_type,on_hand', '1,Ferme,Tomates,"2,5",500,g,3.7'),
      ['Tomates: 500\u00a0g 2.5 s3'],
      ['2 stock_rounded'],
    ],
    [
      'Google Merchant with French names',
      'google-merchant',
      lines(
        'identifiant\ttitre\tdescription\tlien\tprix\tdisponibilité\tlien image',
        '1\tVase\tGrès\thttps://x.test/1\t12,50 EUR\ten stock\thttps://photos.exemple.test/1.jpg',
        '2\tPot\t\thttps://x.test/2\tEUR 9.00\trupture de stock\thttps://photos.exemple.test/2.jpg',
      ),
      ['Vase: 12.5', 'Pot: 9 s0'],
      [],
    ],
    [
      'Facebook, with the rows that explain its columns below them',
      'facebook',
      lines(
        'id,title,availability,price,link,image_link,fb_product_category,quantity_to_sell_on_facebook',
        '"# Obligatoire | Identifiant","# Obligatoire | Titre",,,,,,',
        '1,Vase,in stock,"12,50 €",https://x.test/1,https://photos.exemple.test/1.jpg,,-1',
      ),
      ['Vase: 12.5 s0'],
      ['3 stock_negative'],
    ],
  ])('%s', async (_, format, text, said, noted) => {
    expect(await read(text)).toEqual({ format, said, noted });
  });

  it.each(['utf16le', 'utf16be', 'win1252', 'macroman', 'utf8'])('in %s go in alike', async (encoding) => {
    const text = lines(
      'Type\tUGS\tNom\tPublié\tTarif régulier\tCatégories',
      'simple\tA\tThé d’été\t1\t4,90 €\tÉpicerie',
    );
    const written = encoding === 'macroman' ? text.replace('€', '¤') : text;
    expect(await read(written, encoding)).toEqual({ format: 'woocommerce', said: ['Thé d’été: 4.9'], noted: [] });
  });

  it('a column of a title is no table', async () => {
    await expect(read('Mes produits\nVase\nPot\n')).rejects.toMatchObject({
      code: 'imports.unknown_format',
      details: { columns: 'Mes produits' },
    });
  });
});
