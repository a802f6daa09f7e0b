import type { ClusterModel } from '../cluster-model';
import type { Routine } from '../routine';
import { applicationRoutines } from './applications';
import { ciRoutines } from './ci';
import { controlPlaneRoutines } from './control-plane';
import { nodeRoutines } from './nodes';
import { observerRoutines } from './observers';
import { officeRoutines } from './office';
import { probeRoutines } from './probes';

export function allRoutines(cluster: ClusterModel): Routine[] {
  return [
    ...nodeRoutines(cluster),
    ...controlPlaneRoutines(cluster),
    ...applicationRoutines(cluster),
    ...observerRoutines(cluster),
    ...ciRoutines(cluster),
    ...officeRoutines(cluster),
    ...probeRoutines(),
  ];
}
