import { Inject, Injectable } from '@nestjs/common';
import type { Role } from '#libs/accounts';
import { type Face, RegionFaces } from '#libs/face';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { loadTerritory } from '#libs/territory';
import type { Flash, NavLink } from '#libs/themes';
import { accountMark } from './account-mark.js';
import type { Language } from './language.js';
import type { Request } from './site-request.js';
import { clockText } from './wording.js';

/** Folders of pages: `merchant/home` is `apps/web/src/merchant/views/home.hbs`. */
export type PageArea = 'portal' | 'merchant' | 'territory' | 'account' | 'plain';

interface FramedPage {
  title: string;
  flash: Flash | null;
  language: Language;
}

/** What the layouts show of the region's face; empty texts are null. */
export interface FaceView {
  name: string;
  lead: string | null;
  footer: string | null;
  cssUrl: string | null;
  logo: { url: string; width: number; height: number } | null;
  isPreview: boolean;
}

interface LanguageLinks {
  other: Language;
  back: string;
}

/** `label` is the key of a sentence. */
interface NavEntry extends NavLink {
  icon: string;
}

/** What surrounds every page of portal and back office; `frame` in each layout. */
export interface SiteFrame {
  lang: Language;
  title: string;
  region: string;
  portalUrl: string;
  backOfficeUrl: string;
  /** How the region shows itself; `cssUrl` null: in the program's own colours. */
  face: FaceView;
  /** Where a shop is opened, or its opening goes on. */
  openShopUrl: string;
  path: string;
  /** The other language of the back office, and the page to come back to. */
  languages: LanguageLinks | null;
  nav: NavEntry[];
  flash: Flash | null;
  /** Who is signed in; `area` links are shown only to those who have them. */
  person: { name: string; email: string; hasSeveralShops: boolean } | null;
  shop: { name: string; url: string; state: string } | null;
  /** Somebody acts, or asks to act, for the shop with its consent. `isMine`: it is the one who looks. */
  assistance: { agent: string; until: string; isAgreed: boolean; isMine: boolean } | null;
  /** The shop gives no sign of life: asked about its stock, or left out of what is collectable. */
  sleep: 'nudged' | 'asleep' | null;
  /** Messages of the region or the initiative that nobody of the shop has read. */
  unread: number;
  /** The region has put something of the shop offline. */
  isTakenDown: boolean;
  /** Of the shop that is chosen. */
  isOwner: boolean;
  /** What a browser keeps of the back office is kept under this mark; null when nobody is signed in. */
  account: string | null;
  isDemo: boolean;
}

/** `holds`: pages elsewhere that belong to it. `only`: for these roles alone. */
interface NavPlace {
  label: string;
  url: string;
  icon: string;
  holds?: string[];
  only?: Role[];
}

/** Pages of the merchant's area, in the order of a day's work. */
const MERCHANT_NAV: NavPlace[] = [
  { label: 'office.shop', url: '/', icon: 'store' },
  { label: 'office.orders', url: '/commandes', icon: 'shopping-bag' },
  { label: 'office.products', url: '/produits', icon: 'package' },
  { label: 'office.hours', url: '/horaires', icon: 'clock' },
];

/** Without `only`: for all but support, which has the desk. */
const TERRITORY_NAV: NavPlace[] = [
  { label: 'office.territory', url: '/territoire', icon: 'map' },
  { label: 'office.shops', url: '/territoire/boutiques', icon: 'store' },
  { label: 'office.imports', url: '/territoire/imports', icon: 'file-up', holds: ['/territoire/premiers-produits'] },
  {
    label: 'office.feeds',
    url: '/territoire/flux',
    icon: 'rss',
    holds: ['/territoire/doublons', '/territoire/initiatives'],
  },
  { label: 'office.figures', url: '/territoire/chiffres', icon: 'chart-column' },
  { label: 'office.invite', url: '/territoire/invitations', icon: 'mail' },
  {
    label: 'office.help',
    url: '/territoire/aide',
    icon: 'life-buoy',
    only: ['initiative_agent', 'region_admin', 'support', 'auditor'],
  },
  { label: 'office.messages', url: '/territoire/messages', icon: 'send' },
  { label: 'office.relay', url: '/territoire/telephone', icon: 'phone' },
  { label: 'office.sheets', url: '/territoire/fiches', icon: 'barcode' },
  { label: 'office.requests', url: '/territoire/demandes', icon: 'inbox' },
  { label: 'office.closures', url: '/territoire/arretes', icon: 'door-closed', only: ['region_admin', 'auditor'] },
  { label: 'office.face', url: '/territoire/visage', icon: 'palette', only: ['region_admin', 'auditor'] },
  {
    label: 'office.moderation',
    url: '/territoire/moderation',
    icon: 'scale',
    holds: ['/territoire/noms'],
    only: ['region_admin', 'auditor'],
  },
  { label: 'office.journal', url: '/territoire/journal', icon: 'scroll-text', only: ['region_admin', 'auditor'] },
];

const SHOP_ROLES: Role[] = ['owner', 'staff', 'assistant'];
const READERS: Role[] = ['initiative_agent', 'region_admin', 'auditor'];
const TERRITORY_ROLES: Role[] = [...READERS, 'support'];

@Injectable()
export class FrameBuilder {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly tenancy: Tenancy,
    private readonly faces: RegionFaces,
  ) {}

  async frame(request: Request, area: PageArea, page: FramedPage): Promise<SiteFrame> {
    const actor = request.site.actor;
    const shopIds = new Set(actor?.memberships.map(({ shopId }) => shopId).filter((shopId) => shopId !== null));
    const shop = area !== 'portal' && request.site.actingShopId !== null ? ((await this.shop()) ?? null) : null;
    return {
      ...this.plain(page.title, page.language),
      face: await this.face(request, area),
      path: request.site.path,
      languages: area === 'portal' ? null : languageLinks(request, page.language),
      nav: area === 'portal' ? [] : navOf(request, area),
      flash: page.flash,
      account: request.site.session && area !== 'portal' ? accountMark(request.site.session, this.settings) : null,
      person: actor && { name: actor.name ?? actor.email, email: actor.email, hasSeveralShops: shopIds.size > 1 },
      isTakenDown: shop?.isTakenDown ?? false,
      unread: shop?.unread ?? 0,
      sleep: shop?.sleep ?? null,
      isOwner:
        actor?.memberships.some(({ role, shopId }) => role === 'owner' && shopId === request.site.actingShopId) ??
        false,
      shop: shop && { name: shop.name, state: shop.state, url: publicOrigin(this.settings, shop.slug ?? undefined) },
      assistance: shop?.assistance
        ? {
            ...shop.assistance,
            until: clockText(new Date(shop.assistance.until)),
            isMine: request.site.assistance !== null,
          }
        : null,
    };
  }

  /** Without a person or a shop: needs no database. */
  plain(title: string, lang: Language): SiteFrame {
    return {
      lang,
      title,
      region: loadTerritory(this.settings.regionCode).region.name,
      portalUrl: publicOrigin(this.settings),
      backOfficeUrl: publicOrigin(this.settings, 'gestion'),
      openShopUrl: `${publicOrigin(this.settings, 'gestion')}/ouvrir`,
      face: faceView(this.faces.current),
      path: '',
      languages: null,
      nav: [],
      flash: null,
      person: null,
      shop: null,
      assistance: null,
      isTakenDown: false,
      unread: 0,
      sleep: null,
      isOwner: false,
      account: null,
      isDemo: this.settings.demo,
    };
  }

  /** A page of the portal can be looked at with the draft; whoever knows its id was shown it. */
  private async face({ query }: Request, area: PageArea): Promise<FaceView> {
    const wanted = area === 'portal' ? (query as { visage?: unknown } | null)?.visage : undefined;
    if (typeof wanted !== 'string') return faceView(this.faces.current);
    const version = await this.faces.version(wanted).catch(() => null);
    return version ? { ...faceView(version), isPreview: true } : faceView(this.faces.current);
  }

  private async shop(): Promise<ChosenShop | undefined> {
    const [row] = await this.tenancy.shopRead<ChosenShop>(
      `select s.name, s.state, a.slug, (select json_build_object('agent', t.agent_name, 'until', to_json(t.expires_at)#>>'{}',
           'isAgreed', t.agreed_at is not null)
         from assistance t where t.shop_id = s.shop_id and t.ended_at is null and t.expires_at > now()
         order by t.agreed_at desc nulls last, t.asked_at desc limit 1) as assistance,
         exists (select from moderation_decision m where m.shop_id = s.shop_id and m.ended_at is null) as "isTakenDown",
         case when s.asleep_since is not null then 'asleep' when s.nudged_at is not null then 'nudged' end as sleep,
         (select count(*)::int from broadcast_shop b where b.shop_id = s.shop_id and b.read_at is null) as unread
       from shop s
       left join shop_address a on a.shop_id = s.shop_id and a.kind = 'current' where s.shop_id = current_shop_id()`,
    );
    return row;
  }
}

function faceView({ versionId, face }: { versionId: string | null; face: Face }): FaceView {
  const { name, lead, footer, accent, logo } = face;
  return {
    name,
    lead: lead || null,
    footer: footer || null,
    cssUrl: accent === '' || versionId === null ? null : `/visage/${versionId}/couleurs.css`,
    logo: logo && { url: `/media/region/${logo.pictureId}/logo.webp`, width: logo.width, height: logo.height },
    isPreview: false,
  };
}

interface ChosenShop {
  name: string;
  state: string;
  slug: string | null;
  isTakenDown: boolean;
  unread: number;
  sleep: SiteFrame['sleep'];
  assistance: Omit<NonNullable<SiteFrame['assistance']>, 'isMine'> | null;
}

/** A page that answers a form may have no address of its own. */
const languageLinks = ({ method, url, site }: Request, language: Language): LanguageLinks => ({
  other: language === 'fr' ? 'en' : 'fr',
  back: method === 'GET' ? site.path + (url.includes('?') ? url.slice(url.indexOf('?')) : '') : '/',
});

function navOf(request: Request, area: PageArea): NavEntry[] {
  const roles = request.site.actor?.memberships.map(({ role }) => role) ?? [];
  const hasTerritory = roles.some((role) => TERRITORY_ROLES.includes(role));
  const hasShop = roles.some((role) => SHOP_ROLES.includes(role));
  const entries = area === 'territory' || (hasTerritory && !hasShop) ? [] : hasShop ? MERCHANT_NAV : [];
  const territory = TERRITORY_NAV.filter(({ only = READERS }) => roles.some((role) => only.includes(role)));
  const all = hasTerritory ? [...entries, ...territory] : entries;
  const { path } = request.site;
  const isIn = (url: string): boolean => path === url || (url !== '/' && path.startsWith(`${url}/`));
  const best = all.filter(({ url, holds = [] }) => [url, ...holds].some(isIn)).at(-1)?.url;
  return all.map(({ label, url, icon }) => ({ label, url, icon, isCurrent: url === best }));
}
