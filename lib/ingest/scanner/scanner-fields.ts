/**
 * What the scanner looks for in an event: for each kind of object the keys it knows, and where it keeps their values. A key
 * of the event itself that is not listed makes the scanner leave the event to the parser. The slots' numbers are those of
 * assembly/event-scanner.ts.
 */

/** Slots with a meaning to the scanner itself. */
const OWN_SLOTS = ['kind', 'apiVersion', 'auditID', 'receivedAt', 'name', 'requestURI', 'objectRef'] as const;

/** Slots that facet values come from (lib/audit/facet-values.ts): events that agree in all of them have the same values. */
const FACET_SLOTS = [
  'verb',
  'resource',
  'username',
  'apiGroup',
  'objectApiVersion',
  'subresource',
  'namespace',
  'sourceIP',
  'code',
  'reason',
  'decision',
  'podName',
  'userAgent',
  'impersonatedUser',
  'stage',
  'level',
] as const;

type Slot = (typeof OWN_SLOTS)[number] | (typeof FACET_SLOTS)[number];

const slots: readonly Slot[] = [...OWN_SLOTS, ...FACET_SLOTS];
export const FACET_SLOT_COUNT = FACET_SLOTS.length;

/** Objects whose keys are known; the first has the number 1. */
const kinds = ['event', 'user', 'extra', 'impersonatedUser', 'objectRef', 'responseStatus', 'annotations'] as const;

type Kind = (typeof kinds)[number];

type Known =
  | { is: 'string' | 'number' | 'firstOfArray' | 'lastOfArray' | 'omitted'; slot: Slot }
  | { is: 'object'; kind: Kind; slot?: Slot }
  | { is: 'any' };

const string = (slot: Slot): Known => ({ is: 'string', slot });
const object = (kind: Kind, slot?: Slot): Known => ({ is: 'object', kind, slot });
const any: Known = { is: 'any' };

const knownKeys: Record<Kind, Record<string, Known>> = {
  event: {
    kind: { is: 'omitted', slot: 'kind' },
    apiVersion: { is: 'omitted', slot: 'apiVersion' },
    level: string('level'),
    auditID: string('auditID'),
    stage: string('stage'),
    requestURI: string('requestURI'),
    verb: string('verb'),
    user: object('user'),
    impersonatedUser: object('impersonatedUser'),
    authenticationMetadata: any,
    sourceIPs: { is: 'lastOfArray', slot: 'sourceIP' },
    userAgent: string('userAgent'),
    objectRef: object('objectRef', 'objectRef'),
    responseStatus: object('responseStatus'),
    requestObject: any,
    responseObject: any,
    requestReceivedTimestamp: string('receivedAt'),
    stageTimestamp: any,
    annotations: object('annotations'),
  },
  user: { username: string('username'), extra: object('extra') },
  extra: { 'authentication.kubernetes.io/pod-name': { is: 'firstOfArray', slot: 'podName' } },
  impersonatedUser: { username: string('impersonatedUser') },
  objectRef: {
    resource: string('resource'),
    apiGroup: string('apiGroup'),
    apiVersion: string('objectApiVersion'),
    subresource: string('subresource'),
    namespace: string('namespace'),
    name: string('name'),
  },
  responseStatus: { code: { is: 'number', slot: 'code' }, reason: string('reason') },
  annotations: { 'authorization.k8s.io/decision': string('decision') },
};

const ACTIONS = { string: 1, number: 2, object: 3, firstOfArray: 4, lastOfArray: 5, any: 6, omitted: 7 } as const;
/** A slot that nothing reads, for objects that need none. */
const NO_SLOT = 31;

export type KnownKey = { kind: number; key: string; action: number };

/** The keys as the scanner is told them: number of the object's kind, key, action. */
export function knownKeyList(): KnownKey[] {
  return kinds.flatMap((kind, k) =>
    Object.entries(knownKeys[kind]).map(([key, known]) => ({ kind: k + 1, key, action: actionOf(known) })),
  );
}

export const KIND_COUNT = kinds.length;

function actionOf(known: Known): number {
  const what = ACTIONS[known.is];
  if (known.is === 'any') return what;
  const slot = known.slot === undefined ? NO_SLOT : slots.indexOf(known.slot);
  if (known.is === 'object') return what | ((kinds.indexOf(known.kind) + 1) << 4) | (slot << 12);
  return what | (slot << 4);
}
