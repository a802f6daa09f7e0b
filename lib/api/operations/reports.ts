/** What can be asked and done about reports. */
import { z } from 'zod';
import {
  controlsSchema,
  madeReportSchema,
  namespaceScopesSchema,
  newReportSchema,
  newScheduleSchema,
  newScopeSchema,
  newSignOffSchema,
  reportSchedulesSchema,
  reportsSchema,
} from '@/lib/reports/report-answers';
import { reportFormats, reportMediaTypes } from '@/lib/reports/report-formats';
import { defineOperation, noParameters } from '../operation';

const reportId = z.object({ id: z.uuid({ error: 'expected the id of a report' }) });
const scheduleId = z.object({
  id: z
    .string()
    .regex(/^\d{1,9}$/, { error: 'expected the number of a schedule' })
    .transform(Number),
});
const plain = { pathParameters: noParameters, query: noParameters, filtered: false } as const;

export const listControlsOperation = defineOperation({
  ...plain,
  operationId: 'listControls',
  method: 'get',
  path: '/api/v1/reports/controls',
  summary: 'The reports that can be made, by control, and what is wrong with definitions that cannot be used',
  status: 200,
  answer: controlsSchema,
  errors: [],
});

export const listReportsOperation = defineOperation({
  ...plain,
  operationId: 'listReports',
  method: 'get',
  path: '/api/v1/reports',
  summary: 'The reports that were asked for, the newest first, 200 at most',
  status: 200,
  answer: reportsSchema,
  errors: [],
});

export const createReportOperation = defineOperation({
  ...plain,
  operationId: 'createReport',
  method: 'post',
  path: '/api/v1/reports',
  summary: 'Have a report made; it is made in the background',
  status: 202,
  answer: madeReportSchema,
  errors: [404],
  body: newReportSchema,
});

export const getReportOperation = defineOperation({
  ...plain,
  operationId: 'getReport',
  method: 'get',
  path: '/api/v1/reports/{id}',
  summary: 'One report with its progress, figures and sign-offs',
  pathParameters: reportId,
  status: 200,
  answer: madeReportSchema,
  errors: [404],
});

export const getReportFileOperation = defineOperation({
  ...plain,
  operationId: 'getReportFile',
  method: 'get',
  path: '/api/v1/reports/{id}/file',
  summary: 'A report that is made, as a file; sign-offs so far are in it',
  pathParameters: reportId,
  query: z.object({ format: z.enum(reportFormats, { error: `expected ${reportFormats.join(', ')}` }).default('pdf') }),
  status: 200,
  answer: z.string(),
  files: Object.values(reportMediaTypes),
  errors: [404, 409],
});

export const cancelReportOperation = defineOperation({
  ...plain,
  operationId: 'cancelReport',
  method: 'post',
  path: '/api/v1/reports/{id}/cancel',
  summary: 'Stop a report that waits or is being made',
  pathParameters: reportId,
  status: 202,
  answer: madeReportSchema,
  errors: [404],
});

export const signOffReportOperation = defineOperation({
  ...plain,
  operationId: 'signOffReport',
  method: 'post',
  path: '/api/v1/reports/{id}/sign-offs',
  summary: 'Say as a reviewer what a report is',
  description:
    'As the person whom the reverse proxy names, or who stated a name. Where not all of the period is known to be covered, a reason is needed to call it complete. Sign-offs are only added.',
  pathParameters: reportId,
  status: 200,
  answer: madeReportSchema,
  errors: [404],
  body: newSignOffSchema,
});

export const listSchedulesOperation = defineOperation({
  ...plain,
  operationId: 'listReportSchedules',
  method: 'get',
  path: '/api/v1/reports/schedules',
  summary: 'Reports that are made again and again',
  status: 200,
  answer: reportSchedulesSchema,
  errors: [],
});

export const createScheduleOperation = defineOperation({
  ...plain,
  operationId: 'createReportSchedule',
  method: 'post',
  path: '/api/v1/reports/schedules',
  summary: 'Have a report made of each day, week or month (UTC), two hours after it is over',
  status: 200,
  answer: reportSchedulesSchema,
  errors: [404],
  body: newScheduleSchema,
});

export const endScheduleOperation = defineOperation({
  ...plain,
  operationId: 'endReportSchedule',
  method: 'post',
  path: '/api/v1/reports/schedules/{id}/end',
  summary: 'End a schedule; what it made stays',
  pathParameters: scheduleId,
  status: 200,
  answer: reportSchedulesSchema,
  errors: [404],
});

export const listScopesOperation = defineOperation({
  ...plain,
  operationId: 'listNamespaceScopes',
  method: 'get',
  path: '/api/v1/reports/scopes',
  summary: 'Namespaces that are in scope under a name',
  status: 200,
  answer: namespaceScopesSchema,
  errors: [],
});

export const setScopeOperation = defineOperation({
  ...plain,
  operationId: 'setNamespaceScope',
  method: 'post',
  path: '/api/v1/reports/scopes',
  summary: 'Set the namespaces of a scope; none takes it away',
  status: 200,
  answer: namespaceScopesSchema,
  errors: [],
  body: newScopeSchema,
});
