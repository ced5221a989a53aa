import sharp from 'sharp';
import { People, SignInMailJobHandler } from '#libs/accounts';
import { RegionFaces } from '#libs/face';
import { Letters } from '#libs/platform';
import { contrast } from '#libs/themes';
import { lastMailTo } from '../../../../../test/support/mails.js';
import { createShop } from '../../../../../test/support/order-shop.js';
import { ofRegion, type Visitor, visitor } from '../../../../../test/support/visitor.js';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

const FACE = { name: 'Ma Région Boutiques', targetFrom: '25', targetTo: '75' };
const PAPERS = { day: '#fbf7f0', night: '#1b1613' };

describe('the face of the region', () => {
  let web: TestWeb;
  let admin: Visitor;

  beforeAll(async () => {
    web = await testWeb();
    admin = await visitor(web, { email: 'region@example.fr', name: 'Agnès' }, [ofRegion('region_admin')]);
  }, 60_000);

  afterAll(() => web.close());

  const portal = async (url: string): Promise<string> => {
    const answer = await web.app.inject({ method: 'GET', url, headers: { host: 'devanture.localhost:8080' } });
    return answer.statusCode === 200 ? answer.body.replace(/[\u00a0\u202f]/g, ' ') : String(answer.statusCode);
  };
  const save = async (form: Record<string, string>) => admin.post('/territoire/visage', { ...FACE, ...form });
  const publish = async (form: Record<string, string> = {}): Promise<void> => {
    expect((await save(form)).status).toBe(303);
    expect((await admin.post('/territoire/visage/publication')).status).toBe(303);
  };

  it('is Devanture’s own until the region says something', async () => {
    expect(await portal('/')).toContain('Devanture');
    expect(await portal('/mentions-legales')).toContain('le portail des boutiques de la région');
    expect(await portal('/contact')).toContain('Écrivez à votre commune');
  });

  it('shows a draft to who has its link, and to nobody else, until it is published', async () => {
    expect((await save({ lead: 'Nos boutiques <ouvertes>' })).status).toBe(303);
    expect(await portal('/')).not.toContain('Ma Région Boutiques');
    const versionId = /visage(?:=|&#x3D;)([0-9a-f-]{36})/.exec((await admin.get('/territoire/visage')).text)![1]!;
    const preview = await portal(`/?visage=${versionId}`);
    expect(preview).toContain('Ma Région Boutiques');
    expect(preview).toContain('Nos boutiques &lt;ouvertes&gt;');
    expect(preview).toContain('noindex');
    expect(await portal('/?visage=un-autre')).not.toContain('Ma Région Boutiques');
    expect((await admin.post('/territoire/visage/publication')).status).toBe(303);
    expect(await portal('/')).toContain('Ma Région Boutiques');
    expect((await admin.get('/territoire')).text).toContain('Ma Région Boutiques');
    expect((await admin.post('/territoire/visage/publication')).status).toBe(404);
  });

  it.each(['#ffff00', '#f8f0e0', '#000000', '#005ca9', '#808080'])(
    'shows %s so that it can be read',
    async (accent) => {
      await publish({ accent });
      const href = /href="(\/visage\/[^"]+)"/.exec(await portal('/'))![1]!;
      const css = await portal(href);
      const [day, night] = [...css.matchAll(/--accent:(#[0-9a-f]{6})/g)].map(([, colour]) => colour!);
      expect(contrast(day!, PAPERS.day)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(night!, PAPERS.night)).toBeGreaterThanOrEqual(4.5);
      const [ink] = [...css.matchAll(/--accent-ink:(#[0-9a-f]{6})/g)].map(([, colour]) => colour!);
      expect(contrast(ink!, day!)).toBeGreaterThanOrEqual(4.5);
      expect((await admin.get('/territoire/visage')).text).toContain(day!);
    },
  );

  it('says what is wrong with a field and keeps what was typed', async () => {
    const refused = await save({
      name: '',
      accent: 'rouge',
      targetTo: '140',
      email: 'pas une adresse',
      footer: 'gardé',
    });
    expect(refused.status).toBe(422);
    for (const said of ['Donnez un nom au portail', '#005ca9', 'entre 0 et 100', 'gardé'])
      expect(refused.text).toContain(said);
  });

  it('says contact and legal texts in the region’s words', async () => {
    const legal = 'Éditeur : la Région.\n\nDirectrice : Agnès <Dupré>.';
    await publish({
      legal,
      email: 'boutiques@region.example',
      phone: '02 38 00 00 00',
      footer: 'Achetez près de chez vous',
    });
    expect(await portal('/mentions-legales')).toContain('Directrice : Agnès &lt;Dupré&gt;.');
    expect(await portal('/contact')).toContain('mailto:boutiques@region.example');
    expect(await portal('/')).toContain('Achetez près de chez vous');
  });

  it('signs the region’s mails, and sets the target of its figures', async () => {
    await publish();
    const mail = { id: 'visage', to: 'quelquun@example.fr', subject: 'Bonjour', before: [], after: [] };
    await web.app.get(Letters, { strict: false }).send({ ...mail, link: { url: 'https://x.example', label: 'x' } });
    expect(await lastMailTo(web.settings, 'quelquun@example.fr')).toMatch(/From: .*Ma_R/);
    const figures = await admin.get('/territoire/chiffres');
    expect(figures.status).toBe(200);
    expect(web.app.get(RegionFaces, { strict: false }).current.face.targetTo).toBe(75);
  });

  it('names the portal in shops, in the app of the back office and in its own mails', async () => {
    await publish();
    const slug = 'fleurs-de-la-region';
    await createShop(web, { slug });
    const shop = await web.app.inject({ url: '/', headers: { host: `${slug}.devanture.localhost:8080` } });
    expect(shop.body).toContain('Ma Région Boutiques');
    expect(shop.body).not.toContain('Devanture');
    expect((await admin.get('/manifest.webmanifest')).text).toContain('Ma Région Boutiques, ma boutique');
    const people = web.app.get(People, { strict: false });
    const { personId } = await people.ensure({ email: 'marie@example.fr' });
    await web.app.get(SignInMailJobHandler, { strict: false }).handle({ shopId: null, personId });
    expect(await lastMailTo(web.settings, 'marie@example.fr')).toContain('Ma R=C3=A9gion Boutiques');
  });

  it('has a logo for paper beside the one for screens', async () => {
    expect(await web.app.get(RegionFaces, { strict: false }).logoOnPaper()).toBeNull();
    const png = await sharp({ create: { width: 600, height: 160, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer();
    const faces = web.app.get(RegionFaces, { strict: false });
    const [by] = await web.tenancy.publicRead<{ person_id: string }>('select person_id from person limit 1');
    await faces.save({ ...faces.current.face, logo: await faces.draw(png) }, by!.person_id);
    await admin.post('/territoire/visage/publication');
    const paper = await sharp((await faces.logoOnPaper())!).stats();
    expect([paper.isOpaque, paper.channels.map(({ min }) => min)]).toEqual([true, [255, 255, 255]]);
  });

  it('keeps what was published, and takes it up again', async () => {
    await publish({ footer: 'La première phrase' });
    await publish({ footer: 'La seconde phrase' });
    const { text } = await admin.get('/territoire/visage');
    const urls = [...text.matchAll(/action="(\/territoire\/visage\/versions\/[^"]+)"/g)].map(([, url]) => url!);
    expect((await admin.post(urls[0]!)).status).toBe(303);
    expect(await portal('/')).toContain('La seconde phrase');
    await admin.post('/territoire/visage/publication');
    expect(await portal('/')).toContain('La première phrase');
    await save({ footer: 'Jamais publiée' });
    await admin.post('/territoire/visage/abandon');
    expect((await admin.get('/territoire/visage')).text).not.toContain('Jamais publiée');
  });

  it('is the region admins’ alone', async () => {
    const support = await visitor(web, { email: 'support@example.fr' }, [ofRegion('support')]);
    expect((await support.get('/territoire/visage')).status).toBe(403);
    expect((await support.post('/territoire/visage', FACE)).status).toBe(403);
    const auditor = await visitor(web, { email: 'controle@example.fr' }, [ofRegion('auditor')]);
    expect((await auditor.get('/territoire/visage')).status).toBe(200);
    expect((await auditor.post('/territoire/visage/publication')).status).toBe(403);
  });
});
