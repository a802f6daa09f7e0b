/** What a request does to which object, in the three forms that a sentence needs. Part of event-sentence.ts. */
import { asText, readField } from '@/lib/audit/untrusted';

/** "delete pod payments/api-7c", "deleted pod payments/api-7c", and for an answer that has only begun "began to …". */
export type EventAction = { infinitive: string; past: string; started: string };

type Target = {
  verb: string;
  resource: string;
  subresource: string | null;
  namespace: string | null;
  name: string | null;
  uri: string | null;
};

export function describeAction(event: unknown): EventAction {
  const uri = asText(readField(event, 'requestURI'));
  const verb = asText(readField(event, 'verb')) ?? '';
  const resource = asText(readField(event, 'objectRef', 'resource'));
  if (resource === null) return pathAction(verb, uri);
  const target: Target = {
    verb,
    resource,
    subresource: asText(readField(event, 'objectRef', 'subresource')),
    // The namespace of a request for a namespace is its own name.
    namespace: resource === 'namespaces' ? null : asText(readField(event, 'objectRef', 'namespace')),
    name: asText(readField(event, 'objectRef', 'name')) ?? nameFromAnswer(event),
    uri,
  };
  return target.subresource === null ? objectAction(target) : subresourceAction(target, target.subresource);
}

/** A create carries no name in objectRef; with level RequestResponse the answer has it. */
function nameFromAnswer(event: unknown): string | null {
  if (asText(readField(event, 'verb')) !== 'create') return null;
  return (
    asText(readField(event, 'responseObject', 'metadata', 'name')) ??
    asText(readField(event, 'requestObject', 'metadata', 'name'))
  );
}

function pathAction(verb: string, uri: string | null): EventAction {
  const path = uri === null ? 'an unknown path' : cut(uri.split('?')[0] ?? uri);
  if (verb === '') return forms('make a request without a verb to', 'made a request without a verb to', path);
  const [infinitive, past] = verbForms.get(verb) ?? [`${cut(verb)}`, `sent ${cut(verb)} to`];
  return forms(infinitive, past, path);
}

const verbForms = new Map<string, [string, string]>(
  Object.entries({
    get: ['read', 'read'],
    list: ['list', 'listed'],
    watch: ['watch', 'watched'],
    create: ['create', 'created'],
    update: ['update', 'updated'],
    patch: ['patch', 'patched'],
    delete: ['delete', 'deleted'],
    deletecollection: ['delete all', 'deleted all'],
    post: ['post to', 'posted to'],
    put: ['put to', 'put to'],
    head: ['ask for the headers of', 'asked for the headers of'],
    options: ['ask for the options of', 'asked for the options of'],
  }),
);

function objectAction(target: Target): EventAction {
  const { verb } = target;
  if (verb === '')
    return forms('make a request without a verb on', 'made a request without a verb on', objectWords(target));
  const [infinitive, past] = verbForms.get(verb) ?? [cut(verb), `did ${cut(verb)} on`];
  return forms(infinitive, past, objectWords(target));
}

type SubresourceForms = (target: Target) => [infinitive: string, past: string];

/** What a subresource means in words; a stream over a websocket is a get, over SPDY a create: the words are the same. */
const subresources = new Map<string, SubresourceForms>(
  Object.entries<SubresourceForms>({
    exec: (t) => [`run ${commandOf(t.uri)} in ${objectWords(t)}`, `ran ${commandOf(t.uri)} in ${objectWords(t)}`],
    attach: (t) => [`attach to ${objectWords(t)}`, `attached to ${objectWords(t)}`],
    portforward: (t) => [`forward a port of ${objectWords(t)}`, `forwarded a port of ${objectWords(t)}`],
    log: (t) => [`read the log of ${objectWords(t)}`, `read the log of ${objectWords(t)}`],
    proxy: (t) => [
      `reach ${objectWords(t)} through the proxy${proxyPath(t)}`,
      `reached ${objectWords(t)} through the proxy${proxyPath(t)}`,
    ],
    token: (t) => [`request a token for ${objectWords(t)}`, `was issued a token for ${objectWords(t)}`],
    eviction: (t) => [`evict ${objectWords(t)}`, `evicted ${objectWords(t)}`],
    binding: (t) => [`bind ${objectWords(t)} to a node`, `bound ${objectWords(t)} to a node`],
    ephemeralcontainers: (t) => [
      `add a debug container to ${objectWords(t)}`,
      `added a debug container to ${objectWords(t)}`,
    ],
    approval: (t) => [`decide on ${objectWords(t)}`, `decided on ${objectWords(t)}`],
    finalize: (t) => [`finalize ${objectWords(t)}`, `finalized ${objectWords(t)}`],
  }),
);

/** Verbs with which the meaning above holds; reading an eviction or a token is not making one. */
const readingVerbs = new Set(['get', 'list', 'watch']);
const readableSubresources = new Set(['exec', 'attach', 'portforward', 'log', 'proxy']);

function subresourceAction(target: Target, subresource: string): EventAction {
  const special = subresources.get(subresource);
  if (special && (!readingVerbs.has(target.verb) || readableSubresources.has(subresource))) {
    const [infinitive, past] = special(target);
    return { infinitive, past, started: past };
  }
  if (subresource === 'scale' && !readingVerbs.has(target.verb)) return forms('scale', 'scaled', objectWords(target));
  const [infinitive, past] = verbForms.get(target.verb) ?? [cut(target.verb), `did ${cut(target.verb)} on`];
  return forms(infinitive, past, `the ${cut(subresource)} of ${objectWords(target)}`);
}

function forms(infinitive: string, past: string, object: string): EventAction {
  const started = past === 'watched' ? 'began to watch' : past;
  return { infinitive: `${infinitive} ${object}`, past: `${past} ${object}`, started: `${started} ${object}` };
}

/** "pod payments/api-7c", "pods in payments", "all pods", "node worker-1" */
function objectWords({ verb, resource, namespace, name, subresource }: Target): string {
  if (name !== null) return `${singular(cut(resource))} ${namespace === null ? '' : `${cut(namespace)}/`}${cut(name)}`;
  const one = verb === 'create' && subresource === null;
  const noun = one ? withArticle(singular(cut(resource))) : cut(resource);
  if (namespace !== null) return `${noun} in ${cut(namespace)}`;
  return verb === 'list' || verb === 'watch' ? `${noun} in the whole cluster` : noun;
}

function withArticle(noun: string): string {
  return /^[aeio]/i.test(noun) ? `an ${noun}` : `a ${noun}`;
}

const IRREGULAR = new Map([
  ['endpoints', 'endpoints'],
  ['componentstatuses', 'componentstatus'],
]);

/** Kubernetes' plurals are regular: policies, ingresses, storageclasses, pods. */
export function singular(resource: string): string {
  const irregular = IRREGULAR.get(resource);
  if (irregular) return irregular;
  if (resource.endsWith('ies')) return `${resource.slice(0, -3)}y`;
  if (/(sses|xes|ches|shes)$/.test(resource)) return resource.slice(0, -2);
  return resource.endsWith('s') && !resource.endsWith('ss') ? resource.slice(0, -1) : resource;
}

/** The command of an exec stands in the query, one parameter a word. */
function commandOf(uri: string | null): string {
  const words = new URLSearchParams(uri?.split('?')[1] ?? '').getAll('command');
  return words.length === 0 ? 'a command' : `“${cut(words.join(' '))}”`;
}

function proxyPath({ uri }: Target): string {
  const path = uri?.split('?')[0]?.split('/proxy/')[1];
  return path ? ` (/${cut(path)})` : '';
}

const MAX_NAME = 160;

function cut(text: string): string {
  return text.length > MAX_NAME ? `${text.slice(0, MAX_NAME)}…` : text;
}
