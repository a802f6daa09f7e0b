/**
 * How surprising news is, by the formulas of docs/baselines.md, worked out anew for each question from the list of all that was ever
 * done: tests hold the explanations against it. All workloads are peers of each other here.
 */
import type { Action } from '@/lib/baselines/combinations';
import { type Dimension, type Features, featuresOf, isPrivate, namespaceOf } from '@/lib/baselines/features';

export type Deed = { bucket: number; action: Action };

const HOUR = 12;
const GROWN = 2 * 288;

type Item = { dimension: Dimension; value: string; peers: number; peersWithIt: number };

export class PlainNews {
  constructor(private readonly deeds: readonly Deed[]) {}

  of(deed: Deed): { surprise: number; items: Item[] } {
    const before = this.deeds.filter(({ bucket }) => bucket < deed.bucket);
    const values = featuresOf(deed.action, namespaceOf(deed.action.workload));
    const items: Item[] = [];
    const own = before.filter(({ action }) => action.workload === deed.action.workload);
    const isNew = (dimension: Dimension) =>
      values[dimension] !== '' && !own.some(({ action }) => valueIn(action, dimension) === values[dimension]);
    const decades = (dimension: Dimension): number => {
      const found = decadesOf(before, own, dimension, values[dimension]);
      items.push({ dimension, value: values[dimension], peers: found.members, peersWithIt: found.have });
      return found.decades;
    };
    const act = isNew('action') ? decades('action') : 0;
    const namespace = isNew('namespace') ? decades('namespace') : 0;
    let access = Math.max(act, namespace) + 0.5 * Math.min(act, namespace);
    if (access === 0 && isNew('request')) access = 0.4 * decades('request');
    const parts = [access];
    if (isNew('network')) {
      const known = before.some(({ action }) => valueIn(action, 'network') === values.network);
      parts.push(decades('network') + (known || isPrivate(deed.action.sourceIP) ? 0 : 1.5));
    } else if (isNew('address')) parts.push(0.3 * decades('address'));
    if (isNew('client')) parts.push(decades('client'));
    if (act === 0 && isNew('outcome'))
      parts.push(values.outcome.endsWith(': ok') ? decades('outcome') + 0.5 : 0.5 * decades('outcome'));
    parts.sort((a, b) => b - a);
    return { items, surprise: parts.reduce((sum, part, i) => sum + (i === 0 ? part : part / 2), 0) };
  }
}

const known = new Map<Action, Features>();

function valueIn(action: Action, dimension: Dimension): string {
  let features = known.get(action);
  if (!features) {
    features = featuresOf(action, namespaceOf(action.workload));
    known.set(action, features);
  }
  return features[dimension];
}

function decadesOf(before: readonly Deed[], own: readonly Deed[], dimension: Dimension, value: string) {
  const members = [...new Set(before.map(({ action }) => action.workload))];
  let news = 0;
  let hours = 0;
  let have = 0;
  for (const member of members) {
    const its = before.filter(({ action }) => action.workload === member);
    const grownFrom = (its[0] as Deed).bucket + GROWN;
    const firsts = firstBuckets(its, ({ bucket }) => String(Math.floor(bucket / HOUR)));
    hours += [...firsts.values()].filter((bucket) => bucket >= grownFrom).length;
    const seen = firstBuckets(its, ({ action }) => valueIn(action, dimension));
    seen.delete('');
    news += [...seen.values()].filter((bucket) => bucket >= grownFrom).length;
    if (seen.has(value)) have++;
  }
  const ownHours = new Set(own.map(({ bucket }) => Math.floor(bucket / HOUR))).size;
  const inHours = new Map<string, Set<number>>();
  for (const { bucket, action } of own) {
    const its = valueIn(action, dimension);
    if (its !== '') inHours.set(its, (inHours.get(its) ?? new Set()).add(Math.floor(bucket / HOUR)));
  }
  const once = [...inHours.values()].filter(({ size }) => size === 1).length;
  const pNew = (once + 0.5 + 20 * ((news + 0.5) / (hours + 50))) / (ownHours + 21);
  const everywhere = (have + 0.5) / (members.length + 1);
  const pPeers = dimension === 'address' ? 1 : (have + 0.5 * everywhere) / (members.length + 1);
  return { decades: -Math.log10(pNew) - Math.log10(pPeers), members: members.length, have };
}

function firstBuckets(deeds: readonly Deed[], keyOf: (deed: Deed) => string): Map<string, number> {
  const first = new Map<string, number>();
  for (const deed of deeds) if (!first.has(keyOf(deed))) first.set(keyOf(deed), deed.bucket);
  return first;
}
