/** What names one object of a cluster, as the index spells it. Pure: browsers import it too. */
import type { EventRow } from '@/lib/search/event-answers';

export type ObjectKey = {
  cluster: string;
  /** `core` for the group without a name. */
  apiGroup: string;
  resource: string;
  /** Null for an object of the whole cluster. */
  namespace: string | null;
  name: string;
};

/** The object that an event is about; null for a path, a list, and a create whose name the server chose. */
export function objectKeyOf(row: EventRow): ObjectKey | null {
  const { cluster, apiGroup, resource, namespace, name } = row;
  if (resource === null || name === null) return null;
  return { cluster, apiGroup: apiGroup ?? 'core', resource, namespace, name };
}

/** "deployments.apps payments/api" */
export function objectWords({ apiGroup, resource, namespace, name }: ObjectKey): string {
  const group = apiGroup === 'core' ? '' : `.${apiGroup}`;
  return `${resource}${group} ${namespace === null ? '' : `${namespace}/`}${name}`;
}

export function objectParams(key: ObjectKey): URLSearchParams {
  const params = new URLSearchParams({ cluster: key.cluster });
  if (key.apiGroup !== 'core') params.set('group', key.apiGroup);
  params.set('resource', key.resource);
  if (key.namespace !== null) params.set('namespace', key.namespace);
  params.set('name', key.name);
  return params;
}

/** Null where a part that every object has is missing. */
export function readObjectParams(params: URLSearchParams): ObjectKey | null {
  const cluster = params.get('cluster') ?? '';
  const resource = params.get('resource') ?? '';
  const name = params.get('name') ?? '';
  if (cluster === '' || resource === '' || name === '') return null;
  return {
    cluster,
    resource,
    name,
    apiGroup: params.get('group') || 'core',
    namespace: params.get('namespace') || null,
  };
}
