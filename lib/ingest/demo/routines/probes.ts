import { anonymous } from '../actors';
import type { Routine } from '../routine';

const PATHS = ['/livez', '/readyz', '/healthz'];
const LOAD_BALANCERS = ['10.0.0.2', '10.0.0.3'];

/** The load balancer in front of the API server asks whether it is well, without credentials. */
export function probeRoutines(): Routine[] {
  const actors = LOAD_BALANCERS.map((address) => anonymous(address, 'ELB-HealthChecker/2.0'));
  return [
    {
      name: 'health-probe',
      rate: () => 44,
      tick: (at, random, send) => {
        const code = random.chance(0.002) ? 500 : 200;
        const message = '[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed';
        send({ at, actor: random.pick(actors), verb: 'get', path: random.pick(PATHS), code, message });
      },
    },
  ];
}
