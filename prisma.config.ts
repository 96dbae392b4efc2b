import { defineConfig } from 'prisma/config';

// Read by the Prisma command line only; the application opens its database in server/db.ts.
const url = process.env['DATABASE_URL'] ?? 'file:./data/relais.db';
const provider = /^postgres(ql)?:/.test(url) ? 'postgresql' : 'sqlite';

export default defineConfig({
  schema: `prisma/${provider}`,
  migrations: { path: `prisma/${provider}/migrations` },
  datasource: { url },
});
