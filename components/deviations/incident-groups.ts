/** Deviations by incident, in the order of their newest; what belongs to no incident stands alone. */
import { type Deviation, type Severity, severities } from '@/lib/baselines/deviation-answers';

export type IncidentGroup = {
  /** Null: a deviation by itself. */
  incidentId: string | null;
  deviations: Deviation[];
  severity: Severity;
  workloads: string[];
  start: string;
  end: string;
};

export function groupByIncident(deviations: readonly Deviation[]): IncidentGroup[] {
  const groups = new Map<string, Deviation[]>();
  for (const deviation of deviations) {
    const key = deviation.incidentId ?? deviation.id;
    const group = groups.get(key);
    if (group) group.push(deviation);
    else groups.set(key, [deviation]);
  }
  return [...groups.values()].map((members) => ({
    incidentId: members.length > 1 ? (members[0]?.incidentId ?? null) : null,
    deviations: members,
    severity: members.reduce<Severity>((worst, { severity }) => worseOf(worst, severity), 'low'),
    workloads: [...new Set(members.map(({ workload }) => workload))].sort(),
    start: members.map(({ start }) => start).sort()[0] ?? '',
    end:
      members
        .map(({ end }) => end)
        .sort()
        .at(-1) ?? '',
  }));
}

function worseOf(a: Severity, b: Severity): Severity {
  return severities.indexOf(a) >= severities.indexOf(b) ? a : b;
}
