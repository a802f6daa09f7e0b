/** Views that come with Plumbline: where an analyst, a responder and an auditor begin. */
import type { ReadyView } from './view-answers';

const params = (pairs: [string, string][]) => new URLSearchParams(pairs).toString();

export const readyViews: readonly ReadyView[] = [
  {
    id: 'failed-today',
    role: 'analyst',
    name: 'What failed in 24 hours',
    words: 'Requests that were refused or ended in an error, without the system’s own',
    query: params([
      ['outcome', 'clientError'],
      ['outcome', 'denied'],
      ['outcome', 'serverError'],
      ['-user', 'system:*'],
      ['from', 'now-24h'],
    ]),
  },
  {
    id: 'people-writing',
    role: 'analyst',
    name: 'What people changed this week',
    words: 'Writes that no system account made',
    query: params([
      ['verb', 'create'],
      ['verb', 'update'],
      ['verb', 'patch'],
      ['verb', 'delete'],
      ['verb', 'deletecollection'],
      ['-user', 'system:*'],
      ['from', 'now-7d'],
      ['view', 'requests'],
    ]),
  },
  {
    id: 'into-pods',
    role: 'responder',
    name: 'Who went into pods',
    words: 'exec, attach and port-forward of 24 hours, a row for each session',
    query: params([
      ['resource', 'pods'],
      ['subresource', 'exec'],
      ['subresource', 'attach'],
      ['subresource', 'portforward'],
      ['from', 'now-24h'],
      ['view', 'requests'],
    ]),
  },
  {
    id: 'secrets-read',
    role: 'responder',
    name: 'Who read secrets',
    words: 'Secrets read in 24 hours, without the control plane’s own reading',
    query: params([
      ['verb', 'get'],
      ['verb', 'list'],
      ['verb', 'watch'],
      ['resource', 'secrets'],
      ['-user', 'system:apiserver'],
      ['-user', 'system:kube-*'],
      ['-user', 'system:node:*'],
      ['from', 'now-24h'],
    ]),
  },
  {
    id: 'anonymous',
    role: 'responder',
    name: 'Without a name, or in another’s',
    words: 'Anonymous requests and impersonation of 7 days',
    query: params([
      ['from', 'now-7d'],
      ['q', 'user:system:anonymous OR impersonatedUser:*'],
    ]),
  },
  {
    id: 'access-changes',
    role: 'compliance',
    name: 'Changes of access rights',
    words: 'Roles and bindings written in 30 days',
    query: params([
      ['verb', 'create'],
      ['verb', 'update'],
      ['verb', 'patch'],
      ['verb', 'delete'],
      ['verb', 'deletecollection'],
      ['apiGroup', 'rbac.authorization.k8s.io'],
      ['stage', 'ResponseComplete'],
      ['from', 'now-30d'],
    ]),
  },
  {
    id: 'denied-month',
    role: 'compliance',
    name: 'Everything that was denied',
    words: 'Refused by authorization in 30 days',
    query: params([
      ['outcome', 'denied'],
      ['from', 'now-30d'],
    ]),
  },
];
