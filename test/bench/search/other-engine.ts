import MiniSearch from 'minisearch';
import pg from 'pg';

interface Row {
  id: string;
  title: string;
  shop: string;
  trade: string;
  commune: string;
}

/** A general-purpose engine in the same process (MiniSearch), with the titles, shops and communes of all documents. */
export async function otherEngine(adminUrl: string): Promise<(q: string) => { total: number; trades: number }> {
  const index = new MiniSearch<Row>({
    fields: ['title', 'shop', 'commune'],
    storeFields: ['trade', 'commune'],
    processTerm: (term) => term.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(),
    searchOptions: { combineWith: 'AND', prefix: true, fuzzy: 0.2, boost: { title: 3 } },
  });
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client.query<Row>(
    `select d.document_id as id, d.title, s.name as shop, s.trade, s.commune_name as commune
     from search_document d join search_shop s using (shop_id)`,
  );
  await client.end();
  for (let at = 0; at < rows.length; at += 10_000) index.addAll(rows.slice(at, at + 10_000));
  return (q) => {
    const found = index.search(q);
    return { total: found.length, trades: new Set(found.map((each) => each['trade'] as string)).size };
  };
}
