import path from 'node:path';
import { z } from 'zod';
import { projectRoot } from './project-root.js';

const flag = z.enum(['0', '1']).transform((value) => value === '1');
const optional = z.string().min(1).optional();

const schema = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  BASE_DOMAIN: z.string().min(1).toLowerCase().default('localhost'),
  PUBLIC_SCHEME: z.enum(['http', 'https']).default('http'),
  PUBLIC_PORT: z.coerce.number().int().min(1).max(65535).optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_REPLICA_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(20),
  APP_SECRET: z.string().min(16),
  SMTP_URL: optional,
  MAIL_FROM: z.string().min(3).optional(),
  SMS_URL: z.url({ protocol: /^https?$/ }).optional(),
  SMS_TOKEN: optional,
  SMS_FROM: optional,
  S3_ENDPOINT: optional,
  S3_BUCKET: optional,
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: optional,
  S3_SECRET_ACCESS_KEY: optional,
  SEARCH_URL: z.url({ protocol: /^https?$/ }).optional(),
  SEARCH_MEMORY: z
    .enum(['0', '1'])
    .default('1')
    .transform((value) => value === '1'),
  STRIPE_SECRET_KEY: optional,
  STRIPE_WEBHOOK_SECRET: optional,
  STRIPE_API_URL: z.url({ protocol: /^https?$/ }).optional(),
  MAP_TILES_URL: z
    .string()
    .regex(
      /^https?:\/\/[^/{}]*(?:\{s\})?[^/{}]*\/(?=.*\{z\})(?=.*\{x\})(?=.*\{y\})/,
      'an address with {z}, {x} and {y} is wanted, as in https://tiles.example.org/{z}/{x}/{y}.png',
    )
    .optional(),
  MAP_TILES_ATTRIBUTION: z.string().max(300).default(''),
  HOSTING: z.string().max(500).default(''),
  REGION_CODE: z
    .string()
    .regex(/^\d{2,3}$/)
    .default('24'),
  DEMO: flag.default(false),
  SECOND_PROOF: flag.optional(),
  TRUSTED_PROXIES: z.string().default(''),
  VAPID_PRIVATE_KEY: z
    .string()
    .regex(/^[\w-]{43}$/, '32 bytes in base64url')
    .optional(),
  OUTBOUND_ALLOW: z.string().default(''),
  NOW: optional,
});

/** What the environment says, checked once at start. */
export interface Settings {
  production: boolean;
  port: number;
  baseDomain: string;
  publicScheme: 'http' | 'https';
  /** As written in links; null when it is the scheme's own. */
  publicPort: number | null;
  dataDir: string;
  databaseUrl: string;
  databaseReplicaUrl: string | null;
  databasePool: number;
  /** Key of every derived secret: order links, claim codes, signatures. */
  appSecret: string;
  smtpUrl: string | null;
  mailFrom: string;
  /** Where text messages go; null: none are sent. */
  sms: { url: string; token: string | null; from: string | null } | null;
  s3: { endpoint: string; bucket: string; region: string; accessKeyId: string; secretAccessKey: string } | null;
  /** An engine that answers searches; null: the web server's own copy, or the database. */
  searchUrl: string | null;
  /** Whether the web server keeps a copy of the search index in memory. */
  searchMemory: boolean;
  /** Card payment; null: none. `apiUrl` null: Stripe itself. */
  stripe: { secretKey: string; webhookSecret: string | null; apiUrl: string | null } | null;
  /** Pictures of the ground under the map that moves (Leaflet's template), and who made them; null: drawn from the territory's own points. */
  mapTiles: { url: string; origin: string; attribution: string } | null;
  /** Who hosts: name, address and telephone, as the law wants each shop's notice to say; empty: the portal's name and address. */
  hosting: string;
  regionCode: string;
  demo: boolean;
  /** Whether people of the territory prove twice who they are. */
  secondProof: boolean;
  /** Key of web push, 32 bytes in base64url; null: derived from `appSecret`. */
  vapidPrivateKey: string | null;
  outboundAllow: string[];
  /** Addresses or networks of the proxies in front, whose X-Forwarded-For names the visitor: `10.0.0.0/8`, `127.0.0.1`. */
  trustedProxies: string[];
}

/** Raised at start with one line per wrong variable. */
export class SettingsError extends Error {}

/**
 * Reads the environment. `DATABASE_URL` and `APP_SECRET` must be there: whoever starts the embedded database
 * sets them for its children.
 */
export function loadSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new SettingsError(parsed.error.issues.map(describe).join('\n'));
  const value = parsed.data;
  const production = value.NODE_ENV === 'production';
  if (production) refuseInProduction(value);
  return {
    production,
    port: value.PORT,
    baseDomain: value.BASE_DOMAIN,
    publicScheme: value.PUBLIC_SCHEME,
    publicPort: publicPort(value),
    dataDir: path.resolve(projectRoot, value.DATA_DIR),
    databaseUrl: value.DATABASE_URL,
    databaseReplicaUrl: value.DATABASE_REPLICA_URL ?? null,
    databasePool: value.DATABASE_POOL,
    appSecret: value.APP_SECRET,
    smtpUrl: value.SMTP_URL ?? null,
    mailFrom: value.MAIL_FROM ?? `Devanture <ne-pas-repondre@${value.BASE_DOMAIN}>`,
    sms: value.SMS_URL ? { url: value.SMS_URL, token: value.SMS_TOKEN ?? null, from: value.SMS_FROM ?? null } : null,
    s3: s3Settings(value),
    searchUrl: value.SEARCH_URL ?? null,
    searchMemory: value.SEARCH_MEMORY && value.SEARCH_URL === undefined,
    stripe: stripeSettings(value),
    mapTiles: mapTiles(value),
    hosting: value.HOSTING.trim(),
    regionCode: value.REGION_CODE,
    demo: value.DEMO,
    secondProof: value.SECOND_PROOF ?? !value.DEMO,
    vapidPrivateKey: value.VAPID_PRIVATE_KEY ?? null,
    outboundAllow: listOf(value.OUTBOUND_ALLOW),
    trustedProxies: listOf(value.TRUSTED_PROXIES),
  };
}

type Environment = z.infer<typeof schema>;

/** `{s}` in the host stands for any of the server's names. */
function mapTiles({ MAP_TILES_URL: url, MAP_TILES_ATTRIBUTION: attribution }: Environment): Settings['mapTiles'] {
  if (url === undefined) return null;
  const [scheme, , host = ''] = url.split('/');
  return { url, origin: `${scheme}//${host.replace('{s}', '*')}`, attribution };
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);

const describe = (issue: { path: PropertyKey[]; message: string }): string =>
  `${issue.path.join('.')}: ${issue.message}`;

function refuseInProduction(value: Environment): void {
  if (value.DEMO) throw new SettingsError('DEMO: the demo sign-ins are refused when NODE_ENV=production');
  if (value.SECOND_PROOF === false)
    throw new SettingsError('SECOND_PROOF: people of the territory prove who they are when NODE_ENV=production');
  if (value.NOW) throw new SettingsError('NOW: a fixed clock is refused when NODE_ENV=production');
}

function publicPort(value: Environment): number | null {
  const port = value.PUBLIC_PORT ?? value.PORT;
  return port === (value.PUBLIC_SCHEME === 'https' ? 443 : 80) ? null : port;
}

function stripeSettings(value: Environment): Settings['stripe'] {
  if (!value.STRIPE_SECRET_KEY) return null;
  if (value.STRIPE_API_URL?.startsWith('http:') && value.NODE_ENV === 'production') {
    throw new SettingsError('STRIPE_API_URL: cards are asked for over https alone when NODE_ENV=production');
  }
  return {
    secretKey: value.STRIPE_SECRET_KEY,
    webhookSecret: value.STRIPE_WEBHOOK_SECRET ?? null,
    apiUrl: value.STRIPE_API_URL ?? null,
  };
}

function s3Settings(value: Environment): Settings['s3'] {
  if (!value.S3_ENDPOINT) return null;
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = value;
  if (!bucket || !accessKeyId || !secretAccessKey) {
    throw new SettingsError('S3_ENDPOINT needs S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY');
  }
  return { endpoint: value.S3_ENDPOINT, bucket, region: value.S3_REGION, accessKeyId, secretAccessKey };
}
