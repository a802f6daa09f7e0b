/**
 * Which deviations belong together: those of one workload within six hours, and those of several that share a new network, client
 * or identity within half an hour. A function of the deviations alone.
 */
import { createHash } from 'node:crypto';
import { type Severity, severities } from '@/lib/baselines/deviation-answers';

export type IncidentMember = {
  id: string;
  workload: string;
  start: number;
  end: number;
  severity: Severity;
  score: number;
  sentence: string;
  /** New values that others may share. */
  shared: string[];
};

export type Incident = {
  id: string;
  title: string;
  start: number;
  end: number;
  severity: Severity;
  members: string[];
};

const SAME_WORKLOAD = 6 * 3_600_000_000;
const SAME_VALUE = 1_800_000_000;

export function groupIncidents(deviations: readonly IncidentMember[]): Incident[] {
  const order = [...deviations].sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
  const groups: { members: IncidentMember[]; end: number }[] = [];
  for (const deviation of order) {
    const group = groups.find(({ members }) =>
      members.some(
        (member) =>
          (member.workload === deviation.workload && deviation.start - member.end <= SAME_WORKLOAD) ||
          (deviation.start - member.end <= SAME_VALUE &&
            deviation.shared.some((value) => member.shared.includes(value))),
      ),
    );
    if (group) {
      group.members.push(deviation);
      group.end = Math.max(group.end, deviation.end);
    } else groups.push({ members: [deviation], end: deviation.end });
  }
  return groups.map(({ members, end }) => {
    const first = members[0] as IncidentMember;
    const worst = members.reduce((a, b) => (b.score > a.score ? b : a));
    const level = Math.max(...members.map(({ severity }) => severities.indexOf(severity)));
    return {
      id: uuidOf(`incident ${first.id}`),
      title: worst.sentence,
      start: first.start,
      end,
      severity: severities[level] as Severity,
      members: members.map(({ id }) => id),
    };
  });
}

/** The first 128 bits of the text's SHA-256, as a UUID. */
export function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
