/**
 * node --import tsx bench/bench-reports.ts
 * Times reports and a pack on the database that is there (PLUMBLINE_DATA or DATABASE_URL). `npm run bench -- --log FILE --reports`
 * does the same on one of its own.
 */
import { measureReports } from '@/bench/measure-reports';
import { openDatabase } from '@/lib/db/open-database';

const database = await openDatabase();
try {
  await measureReports();
} finally {
  await database.close();
}
