import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isSiret, normalizeSiret } from '#libs/kernel';
import { openTable, readHeaderName, SETTINGS, type Settings, trimCell } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { loadTerritory, tradeOfNaf } from '#libs/territory';
import { NoEstablishmentsError } from './figures.errors.js';

interface Establishment {
  siret: string;
  commune: string;
  trade: string;
}

const CHUNK = 2000;
const NAMES = {
  siret: ['siret'],
  naf: ['activiteprincipaleetablissement', 'activite principale', 'code naf', 'naf', 'code ape', 'ape'],
  nomenclature: ['nomenclatureactiviteprincipaleetablissement', 'nomenclature'],
  state: ['etatadministratifetablissement', 'etat administratif', 'etat'],
  insee: ['codecommuneetablissement', 'code commune', 'code insee', 'insee'],
  postcode: ['codepostaletablissement', 'code postal', 'cp'],
  commune: ['libellecommuneetablissement', 'commune', 'ville'],
};

/** The region's retail establishments, the whole that the figures are a share of. */
@Injectable()
export class Establishments {
  constructor(
    private readonly tenancy: Tenancy,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Replaces them by those of a SIRENE file: active, of the region, in a trade that can sell by click and collect. Persons who restrict
   * diffusion count as well, for no name is kept. Answers how many. @throws NoEstablishmentsError, and what `openTable` throws.
   */
  async replace(file: AsyncIterable<Buffer>): Promise<number> {
    const table = await openTable(file);
    const keys = table.header.map((name) => readHeaderName(name).key);
    const at = (field: keyof typeof NAMES): number =>
      NAMES[field].map((name) => keys.indexOf(name)).find((i) => i >= 0) ?? -1;
    const columns = Object.fromEntries(
      (Object.keys(NAMES) as (keyof typeof NAMES)[]).map((field) => [field, at(field)]),
    );
    if (at('siret') < 0 || at('naf') < 0 || (at('insee') < 0 && at('postcode') < 0 && at('commune') < 0)) {
      await table.close();
      throw new NoEstablishmentsError();
    }
    return this.tenancy.regionTransaction(async (tx) => {
      await tx.query('delete from establishment');
      let some: Establishment[] = [];
      for await (const row of table.rows) {
        const read = row.error ? null : this.read((field) => trimCell(row.cells[columns[field] ?? -1] ?? ''));
        if (read) some.push(read);
        if (some.length < CHUNK) continue;
        await save(tx, some);
        some = [];
      }
      await save(tx, some);
      const [counted] = await tx.query<{ n: number }[]>('select count(*)::int as n from establishment');
      return counted?.n ?? 0;
    });
  }

  private read(text: (field: keyof typeof NAMES) => string): Establishment | null {
    const siret = normalizeSiret(text('siret')).padStart(14, '0');
    const found = tradeOfNaf(text('naf'), text('nomenclature'));
    if (!isSiret(siret) || text('state').toUpperCase().startsWith('F') || !found || found.clickAndCollect === 'no')
      return null;
    const query = { insee: text('insee'), postcode: text('postcode'), name: text('commune') };
    const { commune } = loadTerritory(this.settings.regionCode).findCommune(query);
    return commune && { siret, commune: commune.insee, trade: found.trade.code };
  }
}

async function save(tx: EntityManager, some: Establishment[]): Promise<void> {
  await tx.query(
    `insert into establishment (siret, commune_insee, trade)
     select siret, commune, trade from jsonb_to_recordset($1::jsonb) as t(siret text, commune text, trade text)
     on conflict (siret) do nothing`,
    [JSON.stringify(some)],
  );
}
