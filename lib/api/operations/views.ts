/** Searches under a name, personal and shared. */
import { z } from 'zod';
import { newViewSchema, savedViewSchema, viewChangeSchema, viewListSchema } from '@/lib/views/view-answers';
import { defineOperation, noParameters } from '../operation';

const pathParameters = z.object({ id: z.string().max(200, { error: 'expected the id of a view' }) });

export const listViewsOperation = defineOperation({
  operationId: 'listViews',
  method: 'get',
  path: '/api/v1/views',
  summary: 'Saved views: the shared ones, your own, and those that come with Plumbline',
  pathParameters: noParameters,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: viewListSchema,
  errors: [],
});

export const saveViewOperation = defineOperation({
  operationId: 'saveView',
  method: 'post',
  path: '/api/v1/views',
  summary: 'Keep a search under a name, for yourself or for all',
  description:
    'A view of your own needs a name of yours (docs/people.md): the reverse proxy’s, or `-b plumbline-name=alice`.',
  pathParameters: noParameters,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: savedViewSchema,
  errors: [409, 413],
  body: newViewSchema,
});

export const changeViewOperation = defineOperation({
  operationId: 'changeView',
  method: 'patch',
  path: '/api/v1/views/{id}',
  summary: 'Rename a view, give it another search, or share it',
  description: 'What is not named stays. Whoever changes a shared view is kept with it.',
  pathParameters,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: savedViewSchema,
  errors: [404, 409, 413],
  body: viewChangeSchema,
});

export const removeViewOperation = defineOperation({
  operationId: 'removeView',
  method: 'delete',
  path: '/api/v1/views/{id}',
  summary: 'Remove a view; the answer is the view as it was',
  pathParameters,
  query: noParameters,
  filtered: false,
  status: 200,
  answer: savedViewSchema,
  errors: [404],
});
