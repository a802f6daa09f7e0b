import type { ClusterModel } from '../cluster-model';
import { people, personActor } from '../people';
import { officeLoad } from '../rhythm';
import type { Routine } from '../routine';
import { discover, listPods, pickErrand, type Sitting } from './errands';

/** People with kubectl, each in the office hours of their own time zone. */
export function officeRoutines(cluster: ClusterModel): Routine[] {
  return people.map((person) => ({
    name: person.username,
    rate: (hour) => (person.role === 'support' ? 9 : 8) * officeLoad(hour, person.hoursFromUTC),
    tick: (at, random, send) => {
      let time = at;
      const now = () => {
        const current = time;
        time += random.between(2_000_000, 45_000_000);
        return current;
      };
      const sitting: Sitting = { cluster, person, actor: personActor(cluster, person, at), random, now, send };
      discover(sitting);
      listPods(sitting);
      const errands = random.between(1, 3);
      for (let i = 0; i < errands; i++) pickErrand(sitting)(sitting);
    },
  }));
}
