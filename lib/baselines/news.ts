/**
 * How surprising it is that a workload does what it never did: how often new things come to it and to its peers, times how many
 * of the peers do this very thing. In decades (minus the decimal logarithm of a probability).
 */
import type { Cell } from '@/lib/baselines/bucket-activity';
import { type Dimension, isPrivate, OWN_VALUES } from '@/lib/baselines/features';
import type { Habits, PeerHabits } from '@/lib/baselines/habits';
import { isHarmlessPath, sensitivity } from '@/lib/baselines/sensitivity';

export type Item = { dimension: Dimension; value: string; surprise: number; peers: number; peersWithIt: number };

export type CellNews = { items: Item[]; surprise: number; weight: number; score: number; chain: boolean };

/** Active hours below which a workload's own past says nothing. */
const YOUNG_HOURS = 8;
/** So many hours of the peers count as much as one's own. */
const PEER_HOURS = 20;
const FEWEST_PEERS = 3;
const WIDE: ReadonlySet<Dimension> = new Set(['namespace', 'request']);

export type Surroundings = {
  habits: Habits;
  peers: PeerHabits;
  cluster: PeerHabits;
  /** How surprising it is that this user's token is used without a pod; 0 where it usually is. */
  unboundSurprise: (user: string) => number;
};

function surpriseOf(around: Surroundings, dimension: Dimension, value: string): Item {
  const { habits, peers, cluster } = around;
  const grown = habits.hours >= YOUNG_HOURS;
  const rate = ((peers.news.get(dimension) ?? 0) + 0.5) / (peers.hours + 50);
  const pNew = grown
    ? ((habits.singles.get(dimension) ?? 0) + 0.5 + PEER_HOURS * rate) / (habits.hours + 1 + PEER_HOURS)
    : 1;
  const everywhere = (cluster.have(dimension, value) + 0.5) / (cluster.members + 1);
  const enough = peers.members >= FEWEST_PEERS;
  const have = enough ? peers.have(dimension, value) : cluster.have(dimension, value);
  const members = enough ? peers.members : cluster.members;
  const pPeer = enough ? (have + 0.5 * everywhere) / (members + 1) : everywhere;
  // Who works in many namespaces comes to one more; who has none yet has a first client of its own.
  const breadth =
    WIDE.has(dimension) && habits.size('namespace') >= 5 ? Math.min(0.5, habits.size('namespace') / 20) : 0;
  const first = dimension === 'client' && habits.size(dimension) === 0 ? 0.3 : 0;
  const decades =
    -Math.log10(Math.min(1, pNew)) -
    (OWN_VALUES.has(dimension) ? 0 : Math.log10(Math.min(1, Math.max(pPeer, breadth, first))));
  return { dimension, value, surprise: decades, peers: members, peersWithIt: have };
}

/** Null where the cell is a habit. */
export function newsOf(cell: Cell, around: Surroundings): CellNews | null {
  const { habits, cluster } = around;
  const { features, action } = cell;
  const isNew = (dimension: Dimension): boolean =>
    features[dimension] !== '' && !habits.get(dimension, features[dimension]) && !habits.isFull(dimension);
  const items: Item[] = [];
  const parts: number[] = [];
  const add = (dimension: Dimension, factor: number, bonus = 0): number => {
    const item = surpriseOf(around, dimension, features[dimension]);
    items.push(item);
    return item.surprise * factor + bonus;
  };
  const act = isNew('action') ? add('action', 1) : 0;
  const namespace = isNew('namespace') ? add('namespace', 1) : 0;
  let access = Math.max(act, namespace) + 0.5 * Math.min(act, namespace);
  if (act === 0 && namespace === 0 && isNew('request')) access = add('request', 0.4);
  parts.push(access);
  if (isNew('network')) {
    const stranger = !isPrivate(action.sourceIP) && cluster.have('network', features.network) === 0;
    parts.push(add('network', 1, stranger ? 1.5 : 0));
  } else if (isNew('address')) parts.push(add('address', 0.3));
  if (isNew('client')) parts.push(add('client', 1));
  if (isNew('identity')) parts.push(add('identity', 1));
  if (isNew('binding')) {
    const surprise = around.unboundSurprise(action.user);
    if (surprise > 0) {
      const { members } = cluster;
      items.push({ dimension: 'binding', value: features.binding, surprise, peers: members, peersWithIt: 0 });
      parts.push(surprise);
    }
  }
  let chain = false;
  if (act === 0 && isNew('outcome')) {
    chain = features.outcome.endsWith(': ok');
    parts.push(add('outcome', chain ? 1 : 0.5, chain ? 0.5 : 0));
  }
  if (access === 0 && action.resource !== '') {
    const fresh = cell.names.filter(({ name }) => !habits.get('name', `${features.request} ${name}`));
    if (fresh.length > 0 && !habits.isFull('name') && sensitivity(action) >= 1) {
      const item = surpriseOf(around, 'name', `${features.request} ${fresh[0]?.name}`);
      items.push(item);
      parts.push(0.8 * item.surprise + 0.3 * Math.log2(fresh.length));
    }
  }
  if (action.resource === '') {
    const fresh = cell.names.filter(({ name }) => !isHarmlessPath(name) && !habits.get('name', `path ${name}`));
    if (fresh.length > 0 && !habits.isFull('name')) {
      const item = surpriseOf(around, 'name', `path ${fresh[0]?.name}`);
      items.push(item);
      parts.push(0.5 * item.surprise + 0.3 * Math.log2(fresh.length));
    }
  }
  if (items.length === 0) return null;
  parts.sort((a, b) => b - a);
  const surprise = (parts[0] as number) + 0.5 * parts.slice(1).reduce((sum, part) => sum + part, 0);
  const weight = sensitivity(action);
  return { items, surprise, weight, score: surprise + weight * Math.min(1, surprise / 2), chain };
}
