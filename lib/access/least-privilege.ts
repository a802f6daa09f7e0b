/** The least that an identity would have needed for what it was seen doing: rules, their YAML, and how far to trust them. */

import { withoutDefaults } from '@/lib/access/default-grants';
import { escalationsOf } from '@/lib/access/escalation';
import { groupEscalations } from '@/lib/access/escalation-words';
import { identityKind } from '@/lib/access/identity-kind';
import { withLiterals } from '@/lib/access/literal-conditions';
import { makeRules } from '@/lib/access/make-rules';
import { type Observation, observeUses, resourceKey } from '@/lib/access/observe-uses';
import type { ObservedRule, ObservedUse, SkippedUse } from '@/lib/access/observed-use';
import { permissionWords } from '@/lib/access/permission';
import type { LeastPrivilege } from '@/lib/access/privilege-answers';
import { serviceAccountOf } from '@/lib/access/rbac-object';
import { roleDocuments, roleName, toYaml } from '@/lib/access/role-yaml';
import { formatRfc3339 } from '@/lib/audit/microseconds';
import { asText, readField } from '@/lib/audit/untrusted';
import { readCoverage } from '@/lib/coverage/read-coverage';
import { closeWindow } from '@/lib/search/event-counts';
import { getEventDetail } from '@/lib/search/event-detail';
import { type EventFilter, emptyFilter } from '@/lib/search/event-filter';
import { searchEvents } from '@/lib/search/event-page';
import { freezeTime } from '@/lib/search/freeze-time';

const FEW_DAYS = 14;

export type PrivilegeQuestion = {
  cluster: string;
  user: string;
  time: EventFilter['time'];
  /** Restrict rules to the names that were seen, where requests carry one when they are authorised. */
  resourceNames: boolean;
  /** With what every cluster grants to everybody anyway. */
  defaults: boolean;
};

/** Null where nothing of the identity was allowed in the window. Throws SearchTimeoutError. */
export async function getLeastPrivilege(question: PrivilegeQuestion): Promise<LeastPrivilege | null> {
  const { cluster, user } = question;
  const now = Date.now() * 1000;
  const { time } = freezeTime({ ...emptyFilter, time: question.time }, now);
  const observation = await observeUses({ cluster, user, time, names: question.resourceNames });
  if (observation.events === 0) return null;
  const window = await closeWindow({ ...emptyFilter, time });
  const [coveragePercent, groups] = await Promise.all([coverageOf(cluster, window), groupsOf(cluster, user, time)]);
  const { rules, skipped } = rulesOf(observation, question);
  const escalations = rules.flatMap(escalationsOf);
  const observed = {
    events: observation.events,
    days: observation.days,
    windowDays: observation.clusterDays,
    from: window === null ? null : formatRfc3339(window.from),
    to: window === null ? null : formatRfc3339(window.to),
    coveragePercent,
  };
  const warnings = warningsOf({ question, observation, observed, groups });
  return {
    cluster,
    user,
    kind: identityKind(user),
    observed,
    rules,
    escalations,
    skipped: skipped.map(({ use, why }) => ({
      what: permissionWords({ ...use, name: null }),
      why,
      events: use.events,
    })),
    warnings,
    fileName: `${roleName(user)}.yaml`,
    yaml: yamlOf({ cluster, user, rules, observed, escalations, warnings }),
  };
}

function rulesOf(
  { uses, known, impersonated }: Observation,
  { resourceNames, defaults }: PrivilegeQuestion,
): { rules: ObservedRule[]; skipped: SkippedUse[] } {
  const unknown: SkippedUse[] = [];
  const wanted: ObservedUse[] = [];
  for (const use of uses) {
    const needed = defaults ? use : withoutDefaults(use);
    if (needed === null) continue;
    const exists = use.resource === null || known.has(resourceKey(use.apiGroup, use.resource, use.subresource));
    if (exists) wanted.push(needed);
    else unknown.push({ use, why: 'no request for this resource succeeded: it may not exist' });
  }
  const { rules, skipped } = makeRules(wanted, { resourceNames });
  return { rules: [...rules, ...impersonationRules(impersonated)], skipped: [...skipped, ...unknown] };
}

/** Acting as somebody is a permission of its own, on the names of those. */
function impersonationRules(impersonated: readonly string[]): ObservedRule[] {
  const rule = { verbs: ['impersonate'], apiGroup: '', nonResourceURLs: [], events: 0 };
  const rules: ObservedRule[] = [];
  const users = impersonated.filter((name) => serviceAccountOf(name) === null);
  if (users.length > 0) rules.push({ ...rule, namespace: null, resources: ['users'], resourceNames: users });
  const byNamespace = new Map<string, string[]>();
  for (const account of impersonated.flatMap((name) => serviceAccountOf(name) ?? [])) {
    byNamespace.set(account.namespace, [...(byNamespace.get(account.namespace) ?? []), account.name]);
  }
  for (const [namespace, names] of byNamespace) {
    rules.push({ ...rule, namespace, resources: ['serviceaccounts'], resourceNames: names });
  }
  return rules;
}

async function coverageOf(cluster: string, window: { from: number; to: number } | null): Promise<number | null> {
  if (window === null) return null;
  const { clusters } = await readCoverage({ clusters: [cluster], from: window.from, to: window.to, maxCells: 1 });
  const percent = clusters[0]?.percent ?? null;
  return percent === null ? null : Math.round(percent * 100) / 100;
}

/** The groups that the identity's newest request carried. */
async function groupsOf(cluster: string, user: string, time: EventFilter['time']): Promise<string[]> {
  const filter = withLiterals({ ...emptyFilter, time }, { cluster: [cluster], user: [user], impersonatedUser: [null] });
  const { events } = await searchEvents({ filter, limit: 1 });
  const detail = events[0] ? await getEventDetail(events[0].id) : null;
  const groups = readField(detail?.event, 'user', 'groups');
  return Array.isArray(groups) ? groups.flatMap((group) => asText(group) ?? []) : [];
}

function warningsOf({
  question,
  observation,
  observed,
  groups,
}: {
  question: PrivilegeQuestion;
  observation: Observation;
  observed: LeastPrivilege['observed'];
  groups: string[];
}): string[] {
  const days = observation.days.length;
  const warnings: string[] = [];
  if (days < FEW_DAYS) {
    warnings.push(
      `It rests on ${days} ${days === 1 ? 'day' : 'days'} with events: what runs weekly, monthly or in an emergency may be missing.`,
    );
  }
  if (observed.coveragePercent !== null && observed.coveragePercent < 99) {
    warnings.push(`Only ${observed.coveragePercent} % of what the cluster wrote then is recorded.`);
  }
  if (observed.coveragePercent === null)
    warnings.push('How much of what the cluster wrote then is recorded cannot be told.');
  if (groups.includes('system:masters')) {
    warnings.push('It is in the group system:masters, of which RBAC is not asked: no role takes anything from it.');
  }
  if (identityKind(question.user) === 'node') {
    warnings.push('Nodes are let through by the node authoriser before RBAC is asked.');
  }
  if (observation.impersonated.length > 0) {
    warnings.push(
      'It acts as others. Impersonation of groups and of extra fields is not in the rules: look at one of those events.',
    );
  }
  if (observation.namesLeftOut)
    warnings.push('Its object names and paths were too many to read: choose a shorter window.');
  warnings.push(
    'Requests that the audit policy does not log are not in it, nor is what a controller only does when something fails.',
  );
  return warnings;
}

function yamlOf({
  cluster,
  user,
  rules,
  observed,
  escalations,
  warnings,
}: Pick<LeastPrivilege, 'cluster' | 'user' | 'rules' | 'observed' | 'escalations' | 'warnings'>): string {
  const { days, events, coveragePercent } = observed;
  const annotations = {
    'plumbline/observed-from': days[0] ?? '',
    'plumbline/observed-to': days.at(-1) ?? '',
    'plumbline/observed-days': String(days.length),
    'plumbline/observed-events': String(events),
  };
  const comment = [
    `What ${JSON.stringify(user)} was allowed to do in cluster ${JSON.stringify(cluster)}, as its audit log shows.`,
    `${events} events on ${days.length} of the ${observed.windowDays} days that are recorded, ${days[0] ?? ''} to ${days.at(-1) ?? ''} (UTC)` +
      `${coveragePercent === null ? '' : `; ${coveragePercent} % of the log is recorded`}.`,
    ...warnings.map((warning) => `! ${warning}`),
    ...groupEscalations(escalations).map(({ what, why }) => `! ${what.join('; ')}: ${why}`),
    'Bind it beside the present roles first, and take those away when nothing is denied any more.',
  ];
  if (rules.length === 0) return toYaml([], [...comment, 'Nothing that would have to be granted.']);
  return toYaml(roleDocuments(user, rules, annotations), comment);
}
