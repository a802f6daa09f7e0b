/** Turns whatever a route threw into an error answer. What nobody foresaw is logged under an id and told without its insides. */
import { randomUUID } from 'node:crypto';
import { BadDeviationCursorError } from '@/lib/baselines/list-deviations';
import { BadVerdictError } from '@/lib/baselines/record-verdict';
import { CaseConflictError, NotInCaseError } from '@/lib/cases/case-conflict';
import { QueryTimeout } from '@/lib/db/time-limit';
import { ExportsBusyError } from '@/lib/export/export-slots';
import { ImportEndedError } from '@/lib/ingest/cancel-import';
import { UploadStoppedError } from '@/lib/ingest/create-upload';
import { NoRoomError } from '@/lib/ingest/disk-room';
import { BadImportCursorError } from '@/lib/ingest/import-cursor';
import { DiskFullError } from '@/lib/ingest/spool-file';
import { PackError } from '@/lib/packs/pack-error';
import { UnknownReportError } from '@/lib/reports/read-definitions';
import { ReportRequestError } from '@/lib/reports/report-request';
import { BadCursorError } from '@/lib/search/event-cursor';
import { EventRemovedError } from '@/lib/search/event-detail';
import { SearchTimeoutError } from '@/lib/search/search-timeout';
import { BadTailCursorError } from '@/lib/tail/tail-cursor';
import { ViewRefusedError } from '@/lib/views/saved-views';
import { ApiError, type ApiErrorAnswer, badRequest } from './api-error';
import { answerJson } from './json-answer';

const NO_DATABASE = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', '57P01', '57P03']);

export function answerError(error: unknown): Response {
  const known = toApiError(error);
  const body: ApiErrorAnswer = { error: { code: known.code, message: known.message } };
  if (known.problems) body.error.problems = known.problems;
  return answerJson(body, known.status);
}

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof BadVerdictError) return new ApiError('bad_request', error.message);
  if (
    error instanceof BadCursorError ||
    error instanceof BadImportCursorError ||
    error instanceof BadDeviationCursorError
  ) {
    return badRequest([{ parameter: 'cursor', given: '', message: 'expected the nextCursor of an earlier answer' }]);
  }
  if (error instanceof BadTailCursorError) {
    return badRequest([{ parameter: 'cursor', given: '', message: error.message }]);
  }
  if (error instanceof SearchTimeoutError || error instanceof QueryTimeout)
    return new ApiError('timeout', error.message);
  if (error instanceof UnknownReportError) return new ApiError('not_found', error.message);
  if (error instanceof ReportRequestError) return new ApiError('bad_request', error.message);
  if (error instanceof ExportsBusyError) return new ApiError('unavailable', error.message);
  if (error instanceof ViewRefusedError) return new ApiError('conflict', error.message);
  if (error instanceof ImportEndedError) return new ApiError('conflict', error.message);
  if (error instanceof CaseConflictError) return new ApiError('conflict', error.message);
  if (error instanceof PackError) return new ApiError('conflict', error.message);
  if (error instanceof NotInCaseError) return new ApiError('not_found', error.message);
  if (error instanceof EventRemovedError) return new ApiError('removed', error.message);
  if (error instanceof NoRoomError) return new ApiError('unavailable', error.message);
  if (error instanceof DiskFullError) return new ApiError('disk_full', error.message);
  if (error instanceof UploadStoppedError) return new ApiError('bad_request', sentence(error.message));
  const id = randomUUID().slice(0, 8);
  console.error(`API error ${id}:`, error);
  if (error instanceof Error && 'code' in error && NO_DATABASE.has(String(error.code))) {
    return new ApiError(
      'unavailable',
      `The database does not answer; try again shortly. The server's log has more under ${id}.`,
    );
  }
  return new ApiError(
    'internal',
    `Plumbline failed to answer this request. The server's log has the cause under ${id}.`,
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
