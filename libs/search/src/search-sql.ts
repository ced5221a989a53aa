export interface PageRow {
  kind: 'product' | 'shop' | 'listing';
  id: string;
  title: string;
  handle: string | null;
  price_cents: number | null;
  price_varies: boolean;
  available: boolean;
  photo: PhotoJson | null;
  collectable_from: Date | null;
  shop_id: string;
  slug: string;
  name: string;
  state: 'provisioned' | 'claimed' | 'open' | 'paused' | 'listed';
  trade: string;
  commune_name: string;
  commune_insee: string;
  lat: number | null;
  lon: number | null;
  km: number | null;
  candidates: number;
}

export interface PhotoJson {
  photoId: string;
  alt: string;
  width: number;
  height: number;
  widths: number[];
  color: string | null;
}

/** `over`: there are more matches than were counted. */
export interface CountRow {
  facet: 'category' | 'commune' | 'price' | 'pickup' | 'distance' | 'open' | 'total' | 'over';
  value: string | null;
  n: number;
}

export const PAGE_SQL = 'select * from search_page($1::tsquery[], $2::jsonb, $3::jsonb, $4::timestamptz)';
export const WORD_FACTS_SQL = 'select * from search_word_facts($1, $2)';
export const COUNT_MATCHES_SQL = 'select * from search_count_matches($1::tsquery, $2::jsonb, $3, $4::timestamptz)';
export const COUNT_POSTINGS_SQL = 'select * from search_count_postings($1, $2, $3::jsonb)';
export const COUNT_ALL_SQL = 'select * from search_count_all($1::jsonb)';
