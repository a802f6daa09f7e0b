import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientProduct } from '@/lib/workloads/client-product';
import { type PeerCandidate, peerGroups, SMALLEST_GROUP } from '@/lib/workloads/peer-groups';
import { formatWorkloadName, parseWorkloadName } from '@/lib/workloads/workload-name';

const candidate = (name: string, client: string | null = null, groups: string[] | null = null): PeerCandidate => ({
  workload: parseWorkloadName(name),
  client,
  groups,
});

describe('peer groups', () => {
  it('are of the narrowest kind that three share', () => {
    const groups = peerGroups([
      candidate('Deployment shop/web', 'axios'),
      candidate('Deployment shop/cart', 'axios'),
      candidate('Deployment shop/checkout', 'axios'),
      candidate('Deployment payments/api', 'axios'),
      candidate('Deployment payments/ledger', 'Kubernetes Java Client'),
    ]);
    const inShop = ['Deployment shop/cart', 'Deployment shop/checkout', 'Deployment shop/web'];
    expect(groups.get('Deployment shop/web')?.members).toEqual(inShop);
    // Two in payments are too few, four run axios; nobody else runs the Java client, five are Deployments.
    expect(groups.get('Deployment payments/api')?.members).toEqual(['Deployment payments/api', ...inShop]);
    expect(groups.get('Deployment payments/ledger')?.members).toHaveLength(5);
  });

  it('part people by their groups, and take nodes together', () => {
    const sre = ['oidc:sre', 'system:authenticated'];
    const groups = peerGroups([
      ...['ann', 'bob', 'eve'].map((name) => candidate(`User ${name}`, 'kubectl', sre)),
      ...['tom', 'ute', 'zoe'].map((name) => candidate(`User ${name}`, 'kubectl', ['developers'])),
      candidate('User mia', 'Lens', [...sre].reverse()),
      ...['n1', 'n2', 'n3'].map((name) => candidate(`Node ${name}`, 'kubelet')),
    ]);
    expect(groups.get('User ann')?.members).toEqual(['User ann', 'User bob', 'User eve']);
    expect(groups.get('User mia')?.members).toEqual(['User ann', 'User bob', 'User eve', 'User mia']);
    expect(groups.get('Node n2')?.members).toEqual(['Node n1', 'Node n2', 'Node n3']);
  });

  it('leave alone who has no peers', () => {
    const groups = peerGroups([
      candidate('Anonymous', 'curl'),
      candidate('ControlPlane kube-scheduler', 'kube-scheduler'),
      candidate('ControlPlane kube-controller-manager', 'kube-controller-manager'),
      candidate('ControlPlane apiserver', 'kube-apiserver'),
      candidate('User ann'),
      candidate('User bob'),
    ]);
    expect(groups.size).toBe(0);
  });

  it('are large enough, hold their own, and do not depend on the order', () => {
    const any = fc.record({
      workload: fc.record({
        kind: fc.constantFrom('Deployment', 'Node', 'User', 'Anonymous', 'ControlPlane'),
        namespace: fc.option(fc.constantFrom('a', 'b', 'a","x":"')),
        name: fc.string(),
      }),
      client: fc.option(fc.constantFrom('kubectl', 'kubelet', 'axios')),
      groups: fc.option(fc.subarray(['g1', 'g2'])),
    });
    const distinct = fc.uniqueArray(any, { selector: ({ workload }) => formatWorkloadName(workload), maxLength: 40 });
    const shuffled = distinct.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, otherOrder]) => {
        const groups = peerGroups(all);
        expect(new Map([...peerGroups(otherOrder)].sort())).toEqual(new Map([...groups].sort()));
        for (const [name, { members }] of groups) {
          expect(members.length).toBeGreaterThanOrEqual(SMALLEST_GROUP);
          expect(members).toContain(name);
        }
      }),
    );
  });
});

describe('the product behind a user agent', () => {
  it.each([
    ['kubectl/v1.32.3 (linux/amd64) kubernetes/32cc146', 'kubectl'],
    ['kube-controller-manager/v1.36.2 (linux/amd64) kubernetes/8e16b12/leader-election', 'kube-controller-manager'],
    ['Kubernetes Java Client/20.0.1', 'Kubernetes Java Client'],
    ['OpenAPI-Generator/33.1.0/python', 'OpenAPI-Generator'],
    ['internal-tool (linux)', 'internal-tool'],
    ['curl', 'curl'],
    ['/1.0', null],
    ['', null],
    [null, null],
  ])('%s is %s', (userAgent, product) => {
    expect(clientProduct(userAgent)).toBe(product);
  });
});
