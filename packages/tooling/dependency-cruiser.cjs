/** Who may import whom; ARCHITECTURE.md says why. Each rule names what to do instead. */
const apps = '^apps/'
const compose = '^packages/compose/src'
const contract = '^packages/contract/src'
const planning = '^packages/convergence/src/(desired|plan|review)/'
const tests = '(\\.test|\\.test-d|\\.e2e)\\.ts$|^apps/web/e2e/'
const node = { dependencyTypes: ['core'] }

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Move what both need into a file of its own. (Type imports may form a circle.)',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'packages-know-no-apps',
      comment: 'An app calls a package. Hand the package what it needs as an argument.',
      severity: 'error',
      from: { path: '^packages/', pathNot: '^packages/tooling/' },
      to: { path: apps },
    },
    {
      name: 'apps-know-no-apps',
      comment: 'Apps meet over HTTP (packages/contract) or share a package.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/web/e2e/' },
      to: { path: apps, pathNot: '^apps/$1/' },
    },
    {
      name: 'page-knows-contract-and-compose',
      comment: 'The page asks the server for anything else.',
      severity: 'error',
      from: { path: '^apps/web/src', pathNot: tests },
      to: { path: '^packages/', pathNot: '^packages/(contract|compose)/' },
    },
    {
      name: 'page-runs-in-a-browser',
      comment: 'Nothing of Node exists there.',
      severity: 'error',
      from: { path: '^apps/web/src', pathNot: tests },
      to: node,
    },
    {
      name: 'page-reads-no-files',
      comment: '@berth/compose/node reads files; the page has texts.',
      severity: 'error',
      from: { path: '^apps/web/src', pathNot: tests },
      to: { path: `${compose}/node` },
    },
    {
      name: 'only-the-adapter-knows-dockerode',
      comment: 'Use the Engine of @berth/docker-engine.',
      severity: 'error',
      from: {
        pathNot: ['^packages/docker-engine/src/dockerode/', '^packages/tooling/src/benchmark/engine/'],
      },
      to: { path: 'node_modules/(@types/)?(dockerode|docker-modem)/' },
    },
    {
      name: 'only-stores-know-prisma',
      comment: 'Queries live in a store.ts; slices call its functions.',
      severity: 'error',
      from: {
        path: '^apps/server/src',
        pathNot: ['^apps/server/src/db/', '[/-]store\\.ts$', tests],
      },
      to: { path: ['node_modules/@prisma/', '^apps/server/src/db/generated/'] },
    },
    {
      name: 'compose-is-pure',
      comment: 'Text in, data out. Only node.ts reads files.',
      severity: 'error',
      from: { path: compose, pathNot: [`${compose}/node`, tests] },
      to: node,
    },
    {
      name: 'compose-does-not-read',
      comment: 'What is missing is returned as `missing`; the caller reads it.',
      severity: 'error',
      from: { path: compose, pathNot: [`${compose}/node`, tests] },
      to: { path: `${compose}/node` },
    },
    {
      name: 'compose-stands-alone',
      comment: 'The loader depends on nothing; what its tests are made with may use their packages.',
      severity: 'error',
      from: { path: compose, pathNot: [tests, '^packages/compose/src/testing/'] },
      to: { path: ['^packages/(?!compose/)', 'node_modules/'] },
    },
    {
      name: 'contract-stands-alone',
      comment: 'Only typebox at run time; other packages as types, in type tests.',
      severity: 'error',
      from: { path: contract, pathNot: tests },
      to: {
        path: ['^packages/(?!contract/)', 'node_modules/(?!(\\.pnpm/)?typebox[@/])'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'planning-is-pure',
      comment: 'Decide from what was observed. (Hashing and joining paths are pure.)',
      severity: 'error',
      from: { path: planning, pathNot: tests },
      to: { ...node, pathNot: '^(node:)?(crypto|path|path/posix)$' },
    },
    {
      name: 'planning-does-not-act',
      comment: 'Return an action; apply/ carries it out.',
      severity: 'error',
      from: { path: planning, pathNot: tests },
      to: { path: '^packages/convergence/src/apply/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'engine-knows-no-plans',
      comment: 'The port is the lowest layer but one.',
      severity: 'error',
      from: { path: '^packages/docker-engine/src', pathNot: [tests, '/testing/'] },
      to: { path: '^packages/(?!docker-engine/)' },
    },
    {
      name: 'tests-only',
      comment: 'The test kit is for tests, benchmarks and comparisons.',
      severity: 'error',
      from: {
        path: '^(apps|packages)/',
        pathNot: [
          tests,
          '^packages/testkit/',
          '/testing/',
          '^packages/tooling/src/(bench|test-engine|parity)',
        ],
      },
      to: { path: '^packages/testkit/' },
    },
    {
      name: 'features-do-not-know-each-other',
      comment: 'Share through api/, ui/, format/ or states/.',
      severity: 'error',
      from: { path: '^apps/web/src/(api|ui|format)/', pathNot: tests },
      to: { path: '^apps/web/src/features/' },
    },
    {
      name: 'resolvable',
      comment: 'No such file, or a package that the package.json beside it does not declare.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/generated/'] },
    exclude: { path: '(/dist/|/fixtures/|/\\.nuxt-ui/)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.vue', '.json'],
    },
  },
}
