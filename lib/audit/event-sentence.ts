/**
 * An audit event in one plain sentence: who did what to which object, from where, with what result and why.
 *   admin@example.com deleted pod payments/api-7c from 198.51.100.20, allowed by ClusterRoleBinding cluster-admin
 *   403: bob may not list secrets in payments (from 198.51.100.21)
 * Takes anything that JSON can hold and never throws: every field of an event can be absent or of a wrong type. Values
 * stay as they are; whoever shows the sentence makes hostile characters visible.
 */
import { describeAction, type EventAction } from '@/lib/audit/event-action';
import { asText, readField } from '@/lib/audit/untrusted';

export function eventSentence(event: unknown): string {
  const actor = actorOf(event);
  const action = describeAction(event);
  const code = codeOf(event);
  const from = peerOf(event);
  const fromWords = from === null ? '' : ` from ${from}`;
  const fromBrackets = from === null ? '' : ` (from ${from})`;
  const stage = asText(readField(event, 'stage'));

  if (stage === 'Panic') return `The API server panicked while ${actor} tried to ${action.infinitive}${fromBrackets}`;
  if (code === 401) return `401: ${actor} was not authenticated to ${action.infinitive}${fromBrackets}`;
  if (code === 403 || (code === null && decisionOf(event) === 'forbid')) {
    return `403: ${actor} may not ${action.infinitive}${fromBrackets}${refusalOf(event)}`;
  }
  if (code !== null && code >= 400) return `${code}: ${failureWords(event, code, actor, action)}${fromBrackets}`;
  if (stage === 'RequestReceived') return `${actor} asked to ${action.infinitive}${fromWords}; no answer at this stage`;
  const past = stage === 'ResponseStarted' ? `${action.started}` : action.past;
  return `${actor} ${past}${fromWords}${grantOf(event)}`;
}

function actorOf(event: unknown): string {
  const name = asText(readField(event, 'user', 'username')) ?? 'someone without a user name';
  const impersonated = asText(readField(event, 'impersonatedUser', 'username'));
  return impersonated === null ? name : `${name} as ${impersonated}`;
}

/** The last entry of sourceIPs is the real peer; earlier ones are what the client claims. */
function peerOf(event: unknown): string | null {
  const sourceIPs = readField(event, 'sourceIPs');
  return Array.isArray(sourceIPs) ? asText(sourceIPs.at(-1)) : null;
}

function codeOf(event: unknown): number | null {
  const code = readField(event, 'responseStatus', 'code');
  return typeof code === 'number' && Number.isInteger(code) && code > 0 ? code : null;
}

function annotation(event: unknown, name: string): string | null {
  return asText(readField(event, 'annotations', name));
}

function decisionOf(event: unknown): string | null {
  return annotation(event, 'authorization.k8s.io/decision');
}

/** ", allowed by ClusterRoleBinding x": from the authoriser's reason, where it gives one. */
function grantOf(event: unknown): string {
  if (decisionOf(event) !== 'allow') return '';
  const reason = annotation(event, 'authorization.k8s.io/reason');
  if (reason === null) return '';
  const rbac = /^RBAC: allowed by (ClusterRoleBinding|RoleBinding) "([^"]{1,300})"/.exec(reason);
  return rbac ? `, allowed by ${rbac[1]} ${rbac[2]}` : `, allowed: ${shorten(reason)}`;
}

/** An authorised request that still is a 403 was refused by admission; an authoriser rarely says more than "no". */
function refusalOf(event: unknown): string {
  const message = asText(readField(event, 'responseStatus', 'message'));
  if (decisionOf(event) === 'allow') return message === null ? ', refused by admission' : `: ${shorten(message)}`;
  const reason = annotation(event, 'authorization.k8s.io/reason');
  return reason === null ? '' : `: ${shorten(reason)}`;
}

function failureWords(event: unknown, code: number, actor: string, action: EventAction): string {
  const tried = `${actor} could not ${action.infinitive}`;
  if (code === 404) return `${tried}, not found`;
  if (code === 409) {
    const reason = asText(readField(event, 'responseStatus', 'reason'));
    return `${tried}, ${reason === 'AlreadyExists' ? 'it already exists' : 'it was changed by another in the meantime'}`;
  }
  if (code === 429) return `${tried}, too many requests or not possible now${messageOf(event)}`;
  const words = code >= 500 ? 'the server failed' : reasonOf(event);
  return `${tried}${words === '' ? '' : `, ${words}`}${messageOf(event)}`;
}

function reasonOf(event: unknown): string {
  return asText(readField(event, 'responseStatus', 'reason')) ?? '';
}

function messageOf(event: unknown): string {
  const message = asText(readField(event, 'responseStatus', 'message'));
  return message === null ? '' : `: ${shorten(message)}`;
}

const MAX_QUOTED = 240;

function shorten(text: string): string {
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}
