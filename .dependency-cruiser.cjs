/** Who may import whom. A lib imports only the libs named here, and only through their index.ts. */
const MAY_IMPORT = {
  kernel: [],
  platform: ['kernel'],
  tenancy: ['kernel', 'platform'],
  territory: ['kernel', 'platform'],
  accounts: ['kernel', 'platform', 'tenancy'],
  team: ['kernel', 'platform', 'tenancy', 'accounts'],
  themes: ['kernel', 'platform', 'tenancy'],
  closures: ['kernel', 'platform', 'tenancy', 'territory'],
  shops: ['kernel', 'platform', 'tenancy', 'territory', 'accounts', 'themes'],
  looks: ['kernel', 'platform', 'tenancy', 'themes'],
  catalog: ['kernel', 'platform', 'tenancy', 'shops'],
  pickup: ['kernel', 'platform', 'tenancy', 'territory', 'shops'],
  sheets: ['kernel', 'platform', 'tenancy', 'catalog'],
  orders: ['kernel', 'platform', 'tenancy', 'territory', 'shops', 'catalog', 'pickup'],
  payments: ['kernel', 'platform', 'tenancy', 'territory', 'shops', 'pickup', 'orders'],
  messages: ['kernel', 'platform', 'tenancy', 'territory', 'themes', 'pickup', 'orders'],
  customers: ['kernel', 'platform', 'tenancy', 'accounts', 'orders'],
  rounds: ['kernel', 'platform', 'tenancy', 'territory', 'shops', 'pickup', 'orders'],
  alerts: ['kernel', 'platform', 'tenancy', 'accounts', 'pickup', 'orders'],
  search: ['kernel', 'platform', 'tenancy', 'territory', 'shops', 'catalog', 'pickup'],
  imports: ['kernel', 'platform', 'tenancy', 'territory', 'accounts', 'shops', 'catalog'],
  federation: ['kernel', 'platform', 'tenancy', 'territory', 'shops', 'search', 'imports'],
  invitations: ['kernel', 'platform', 'tenancy', 'territory', 'shops'],
  figures: ['kernel', 'platform', 'tenancy', 'territory'],
  broadcasts: ['kernel', 'platform', 'tenancy'],
  care: ['kernel', 'platform', 'tenancy'],
  face: ['kernel', 'platform', 'tenancy', 'themes'],
  audit: ['kernel', 'platform', 'tenancy'],
  moderation: ['kernel', 'platform', 'tenancy', 'shops', 'catalog'],
};

/** What kernel may take from npm: nothing that knows of a network, a file or a framework. */
const KERNEL_PACKAGES = ['temporal-polyfill', 'uuid'];

/** The folders of apps/web/src that speak to one audience each; they share only http/. */
const AUDIENCES = ['portal', 'storefront', 'merchant', 'territory', 'api'];

const HTTP_PACKAGES = ['@nestjs/platform-fastify', '@fastify', 'fastify', 'express', '@nestjs/passport', 'passport'];

const SPEC = '\\.spec\\.ts$';
const any = (names) => `(${names.join('|')})`;
const rule = (name, from, to) => ({ name, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule('no-circular', {}, { circular: true }),
    rule('resolvable', {}, { couldNotResolve: true }),
    rule('declared-package', {}, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
    rule('listed-lib', { path: '^libs/', pathNot: `^libs/${any(Object.keys(MAY_IMPORT))}/` }, {}),
    rule('libs-do-not-know-apps', { path: '^libs/' }, { path: '^apps/' }),
    rule('apps-do-not-know-each-other', { path: '^apps/([^/]+)/' }, { path: '^apps/', pathNot: '^apps/$1/' }),
    rule(
      'audiences-share-http-only',
      { path: `^apps/web/src/${any(AUDIENCES)}/`, pathNot: SPEC },
      { path: '^apps/', pathNot: ['^apps/web/src/http/', '^apps/web/src/$1/'] },
    ),
    rule('http-knows-no-audience', { path: '^apps/web/src/http/' }, { path: `^apps/web/src/${any(AUDIENCES)}/` }),
    rule(
      'index-only',
      { path: '^(?:apps|libs)/([^/]+)/' },
      { path: '^libs/[^/]+/src/(?!index\\.ts$)', pathNot: '^libs/$1/' },
    ),
    rule('product-does-not-know-tests', { path: '^(apps|libs)/', pathNot: SPEC }, { path: '(^test/|\\.spec\\.ts$)' }),
    rule(
      'kernel-is-plain-typescript',
      { path: '^libs/kernel/', pathNot: SPEC },
      { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'core'], pathNot: `node_modules/${any(KERNEL_PACKAGES)}/` },
    ),
    rule('no-controllers-in-libs', { path: '^libs/.*\\.controller\\.ts$' }, {}),
    rule('no-http-in-libs', { path: '^libs/', pathNot: SPEC }, { path: `node_modules/${any(HTTP_PACKAGES)}/` }),
    ...Object.entries(MAY_IMPORT).map(([name, others]) =>
      rule(
        `${name}-imports`,
        { path: `^libs/${name}/` },
        { path: '^libs/', pathNot: `^libs/${any([name, ...others])}/` },
      ),
    ),
  ],
  options: {
    tsPreCompilationDeps: true, // an import of a type is an import
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['src', 'import', 'node', 'default'] },
  },
};
