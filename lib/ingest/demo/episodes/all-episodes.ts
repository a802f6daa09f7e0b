import { anonymousScan } from '../incidents/anonymous-scan';
import { cryptominer } from '../incidents/cryptominer';
import { deletedConfiguration } from '../incidents/deleted-configuration';
import { leakedCiToken } from '../incidents/leaked-ci-token';
import { nightExec } from '../incidents/night-exec';
import { operatorStorm } from '../incidents/operator-storm';
import { serviceAccountTakeover } from '../incidents/service-account-takeover';
import type { Episode } from '../routine';
import { nightlyReports } from './nightly-report';
import { nodeReplacement } from './node-replacement';
import { rollouts } from './rollouts';

/** By name: each draws its random numbers under its name, so a new one changes none of the others. */
export const episodes: Record<string, Episode> = {
  rollouts,
  nodeReplacement,
  nightlyReports,
  operatorStorm,
  anonymousScan,
  nightExec,
  leakedCiToken,
  serviceAccountTakeover,
  cryptominer,
  deletedConfiguration,
};
