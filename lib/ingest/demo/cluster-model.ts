/**
 * The demo cluster as a function of time: which nodes there are, which pods run where. Rollouts and the
 * replacement of a node are planned once, up front; after that everything is looked up by time, so that any hour can
 * be made without the hours before it.
 */
import { MICROSECONDS_PER_DAY, MICROSECONDS_PER_HOUR, type Microseconds } from '@/lib/audit/microseconds';
import { Random } from './random';
import { isWeekend } from './rhythm';
import { type DeploymentSpec, deployments } from './workloads';

export interface Node {
  name: string;
  uid: string;
  address: string;
  podNetwork: string;
  from: Microseconds;
  to: Microseconds;
}

export interface Pod {
  name: string;
  uid: string;
  address: string;
  node: Node;
}

/** The pods of a deployment from one rollout, or one loss of a node, to the next. */
export interface Generation {
  from: Microseconds;
  revision: number;
  templateHash: string;
  pods: Pod[];
  /** False where the pods moved off a node: the pod template is still the same. */
  rollout: boolean;
}

export const REPLACED_NODE = 'worker-3';
export const NEW_NODE = 'worker-7';

export class ClusterModel {
  readonly random: Random;
  readonly nodes: Node[];
  /** When the drained node's pods have moved away; it is deleted some minutes later. */
  readonly nodeReplacedAt: Microseconds;
  private readonly generations = new Map<DeploymentSpec, Generation[]>();

  /** `start` is a midnight UTC. Everything hangs on it and the seed alone. */
  constructor(
    seed: string | number,
    readonly start: Microseconds,
  ) {
    this.random = new Random(`plumbline-demo/${seed}`);
    const within = this.random.fork('node-replacement').between(0, 9_999_999);
    this.nodeReplacedAt = start + 6 * MICROSECONDS_PER_DAY + 10.4 * MICROSECONDS_PER_HOUR + within;
    this.nodes = Array.from({ length: 7 }, (_, index) => this.planNode(index + 1));
    for (const deployment of deployments) this.generations.set(deployment, this.planDeployment(deployment));
  }

  /** The uid of the named object: always the same one. */
  uid(...path: string[]): string {
    return this.random.fork(`uid/${path.join('/')}`).uuid();
  }

  /** SHA-256 of a client certificate. */
  fingerprint(owner: string): string {
    return this.random.fork(`certificate/${owner}`).hex(64);
  }

  /** Rises with time, as etcd's revision does. */
  resourceVersion(at: Microseconds): string {
    return String(48_211_000 + Math.floor((at - this.start) / 1_700_000));
  }

  nodesAt(at: Microseconds): Node[] {
    return this.nodes.filter((node) => node.from <= at && at < node.to);
  }

  generationsOf(deployment: DeploymentSpec): readonly Generation[] {
    return this.generations.get(deployment) ?? [];
  }

  generationAt(deployment: DeploymentSpec, at: Microseconds): Generation {
    const generation =
      this.generationsOf(deployment).findLast(({ from }) => from <= at) ?? this.generationsOf(deployment)[0];
    if (!generation) throw new Error(`the demo has no pods of deployment ${deployment.namespace}/${deployment.name}`);
    return generation;
  }

  private planNode(number: number): Node {
    const name = `worker-${number}`;
    return {
      name,
      uid: this.uid('nodes', name),
      address: `10.0.1.${10 + number}`,
      podNetwork: `10.244.${number}`,
      from: name === NEW_NODE ? this.nodeReplacedAt - 12 * 60_000_000 : -Infinity,
      to: name === REPLACED_NODE ? this.nodeReplacedAt + 9 * 60_000_000 : Infinity,
    };
  }

  private planDeployment(deployment: DeploymentSpec): Generation[] {
    const random = this.random.fork(`rollouts/${deployment.namespace}/${deployment.name}`);
    const rollouts = Array.from({ length: deployment.rollouts }, () => this.pickRolloutTime(random)).sort(
      (a, b) => a - b,
    );
    const plan = [
      { from: -Infinity, rollout: true },
      ...rollouts.map((from) => ({ from, rollout: true })),
      { from: this.nodeReplacedAt, rollout: false },
    ].sort((a, b) => a.from - b.from);
    const generations: Generation[] = [];
    let revision = random.between(11, 80);
    for (const { from, rollout } of plan) {
      const before = generations.at(-1);
      if (rollout || !before) {
        revision++;
        const templateHash = random.suffix(random.between(9, 10));
        const pods = Array.from({ length: deployment.replicas }, () =>
          this.planPod(deployment, templateHash, from, random),
        );
        generations.push({ from, revision, templateHash, pods, rollout: true });
      } else if (before.pods.some((pod) => pod.node.name === REPLACED_NODE)) {
        const pods = before.pods.map((pod) =>
          pod.node.name === REPLACED_NODE ? this.planPod(deployment, before.templateHash, from, random) : pod,
        );
        generations.push({ ...before, from, pods, rollout: false });
      }
    }
    return generations;
  }

  /** On a working day, in the hours when somebody watches, and not while the node is being replaced. */
  private pickRolloutTime(random: Random): Microseconds {
    for (;;) {
      const at =
        this.start +
        random.between(0, 13) * MICROSECONDS_PER_DAY +
        random.between(8 * 3600 * 1_000_000, 19 * 3600 * 1_000_000);
      if (!isWeekend(at) && Math.abs(at - this.nodeReplacedAt) > MICROSECONDS_PER_HOUR) return at;
    }
  }

  private planPod(deployment: DeploymentSpec, templateHash: string, from: Microseconds, random: Random): Pod {
    const suitable = this.nodes.filter((node) => node.from <= from && from < node.to - MICROSECONDS_PER_HOUR);
    const node = random.pick(suitable);
    const name = `${deployment.name}-${templateHash}-${random.suffix(5)}`;
    return { name, uid: this.uid('pods', name), address: `${node.podNetwork}.${random.between(4, 250)}`, node };
  }
}
