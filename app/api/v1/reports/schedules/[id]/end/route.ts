import { found, handle, methods } from '@/lib/api/handle';
import { endScheduleOperation } from '@/lib/api/operations/reports';
import { endSchedule, listSchedules } from '@/lib/reports/report-schedules';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(endScheduleOperation, async ({ path }) => {
    found('schedule', String(path.id), (await endSchedule(path.id)) ? true : null);
    return { schedules: await listSchedules() };
  }),
});
