/** Every operation, in the order of the description. A test holds this against the route files. */
import type { AnyOperation } from '../operation';
import {
  getLeastPrivilegeOperation,
  listDeniedOperation,
  listGrantsOperation,
  listIdentityUsesOperation,
} from './access';
import {
  addHypothesisOperation,
  addPinOperation,
  changeCaseOperation,
  changeHypothesisOperation,
  changeLinkOperation,
  changePinOperation,
  createCaseOperation,
  getCaseLogOperation,
  getCaseOperation,
  listCasesOperation,
} from './cases';
import { changeClusterOperation, getDiskOperation, listClustersOperation } from './clusters';
import { getCoverageOperation } from './coverage';
import {
  cancelVerificationOperation,
  getEventProofOperation,
  getEvidenceOperation,
  getVerificationOperation,
  startVerificationOperation,
} from './evidence';
import { estimateExportOperation, exportEventsOperation } from './export';
import { getIdentityTimelineOperation } from './identities';
import { cancelImportOperation, createImportOperation, getImportOperation, listImportsOperation } from './imports';
import { getObjectDiffOperation, getObjectHistoryOperation } from './objects';
import {
  cancelPackOperation,
  createPackOperation,
  downloadPackOperation,
  getPackOperation,
  listPacksOperation,
} from './packs';
import {
  cancelReportOperation,
  createReportOperation,
  createScheduleOperation,
  endScheduleOperation,
  getReportFileOperation,
  getReportOperation,
  listControlsOperation,
  listReportsOperation,
  listSchedulesOperation,
  listScopesOperation,
  setScopeOperation,
  signOffReportOperation,
} from './reports';
import { getEventPivotsOperation, listRequestsOperation } from './requests';
import {
  getEventOperation,
  getFacetsOperation,
  getFacetValuesOperation,
  getHistogramOperation,
  getOverviewOperation,
  listEventsOperation,
} from './search';
import { createSourceOperation, listSourcesOperation, revokeSourceOperation } from './sources';
import { explainSpikeOperation } from './spikes';
import { getStatisticsOperation } from './statistics';
import { tailEventsOperation } from './tail';
import { changeViewOperation, listViewsOperation, removeViewOperation, saveViewOperation } from './views';
import {
  getWorkloadBaselineOperation,
  listDeviationsOperation,
  listWorkloadsOperation,
  recordVerdictOperation,
} from './workloads';

export const allOperations: readonly AnyOperation[] = [
  listEventsOperation,
  tailEventsOperation,
  getEventOperation,
  getEventPivotsOperation,
  listRequestsOperation,
  getFacetsOperation,
  getFacetValuesOperation,
  getHistogramOperation,
  explainSpikeOperation,
  getOverviewOperation,
  getObjectHistoryOperation,
  getObjectDiffOperation,
  getStatisticsOperation,
  exportEventsOperation,
  estimateExportOperation,
  getIdentityTimelineOperation,
  listDeniedOperation,
  listIdentityUsesOperation,
  getLeastPrivilegeOperation,
  listGrantsOperation,
  listWorkloadsOperation,
  getWorkloadBaselineOperation,
  listDeviationsOperation,
  recordVerdictOperation,
  getCoverageOperation,
  listCasesOperation,
  createCaseOperation,
  getCaseOperation,
  changeCaseOperation,
  getCaseLogOperation,
  addPinOperation,
  changePinOperation,
  addHypothesisOperation,
  changeHypothesisOperation,
  changeLinkOperation,
  listPacksOperation,
  createPackOperation,
  getPackOperation,
  cancelPackOperation,
  downloadPackOperation,
  listControlsOperation,
  listReportsOperation,
  createReportOperation,
  getReportOperation,
  getReportFileOperation,
  cancelReportOperation,
  signOffReportOperation,
  listSchedulesOperation,
  createScheduleOperation,
  endScheduleOperation,
  listScopesOperation,
  setScopeOperation,
  listImportsOperation,
  getImportOperation,
  createImportOperation,
  cancelImportOperation,
  listSourcesOperation,
  createSourceOperation,
  revokeSourceOperation,
  getEvidenceOperation,
  getEventProofOperation,
  startVerificationOperation,
  getVerificationOperation,
  cancelVerificationOperation,
  listClustersOperation,
  changeClusterOperation,
  getDiskOperation,
  listViewsOperation,
  saveViewOperation,
  changeViewOperation,
  removeViewOperation,
];
