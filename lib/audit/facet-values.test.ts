import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventFieldNames } from './event-fields';
import { facetValues, indexed, objectName } from './facet-values';

function valuesOf(event: { [key: string]: unknown }) {
  const values = facetValues(event, 'c');
  return Object.fromEntries(eventFieldNames.map((name, i) => [name, values[i]]));
}

describe('the facet values of an event', () => {
  it('are what the API server wrote', () => {
    const event = {
      level: 'Metadata',
      stage: 'ResponseComplete',
      verb: 'get',
      user: {
        username: 'system:serviceaccount:shop:cart',
        extra: { 'authentication.kubernetes.io/pod-name': ['cart-0'] },
      },
      impersonatedUser: { username: 'bob' },
      sourceIPs: ['203.0.113.9', '10.0.0.7'],
      userAgent: 'kubectl/v1.36.2',
      objectRef: { resource: 'pods', namespace: 'shop', name: 'cart-0', apiVersion: 'v1', subresource: 'log' },
      responseStatus: { code: 403, reason: 'Forbidden' },
      annotations: { 'authorization.k8s.io/decision': 'forbid' },
    };
    expect(valuesOf(event)).toEqual({
      cluster: 'c',
      user: 'system:serviceaccount:shop:cart',
      impersonatedUser: 'bob',
      verb: 'get',
      resource: 'pods',
      apiGroup: 'core',
      subresource: 'log',
      namespace: 'shop',
      // The last is the peer; the first is what the client claims.
      sourceIP: '10.0.0.7',
      stage: 'ResponseComplete',
      level: 'Metadata',
      code: '403',
      outcome: 'denied',
      decision: 'forbid',
      reason: 'Forbidden',
      workload: 'StatefulSet shop/cart',
      userAgent: 'kubectl/v1.36.2',
    });
    expect(objectName(event)).toBe('cart-0');
  });

  it('take nothing for granted: every wrong type is a missing value', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(
            'user',
            'verb',
            'objectRef',
            'sourceIPs',
            'stage',
            'level',
            'responseStatus',
            'annotations',
            'userAgent',
            'impersonatedUser',
            'requestURI',
          ),
          fc.jsonValue(),
        ),
        (event) => {
          for (const value of facetValues(event, 'c')) {
            expect(value === null || (typeof value === 'string' && value !== '' && !value.includes('\0'))).toBe(true);
          }
          objectName(event);
        },
      ),
    );
  });

  it('keep two long values two, and out of what PostgreSQL cannot store', () => {
    const long = 'a'.repeat(5000);
    expect(indexed(`${long}1`)).not.toBe(indexed(`${long}2`));
    expect(indexed(`${long}1`)?.length).toBeLessThan(1100);
    expect(indexed('a\0b')).toBe('a\\u0000b');
    expect(indexed('a\ud800b')).toBe('a\ufffdb');
    expect(indexed('a😀b')).toBe('a😀b');
  });

  it('name a request without an object by its path', () => {
    expect(objectName({ requestURI: '/healthz?verbose=1' })).toBe('/healthz');
    expect(objectName({ requestURI: '/api/v1/pods', objectRef: { resource: 'pods' } })).toBeNull();
  });
});
