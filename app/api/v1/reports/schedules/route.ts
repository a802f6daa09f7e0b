import { handle, methods } from '@/lib/api/handle';
import { readJsonBody } from '@/lib/api/json-body';
import { createScheduleOperation, listSchedulesOperation } from '@/lib/api/operations/reports';
import { currentPerson } from '@/lib/people/current-person';
import { newScheduleSchema } from '@/lib/reports/report-answers';
import { addSchedule, listSchedules } from '@/lib/reports/report-schedules';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(listSchedulesOperation, async () => ({ schedules: await listSchedules() })),
  POST: handle(createScheduleOperation, async (_, request) => {
    const wanted = await readJsonBody(request, newScheduleSchema);
    return { schedules: await addSchedule(wanted, currentPerson(request.headers)) };
  }),
});
