/** From the parameters of an export to what the domain is asked, and its bytes as an answer that streams. */
import { standardColumns } from '@/lib/export/export-columns';
import { type ExportFile, exportFile } from '@/lib/export/export-file-name';
import type { ExportRequest } from '@/lib/export/export-request';
import { type OpenExport, openExport } from '@/lib/export/open-export';
import { currentPerson } from '@/lib/people/current-person';
import { webActor } from '@/lib/people/person';
import type { EventFilter } from '@/lib/search/event-filter';
import { badRequest, type RequestProblem } from './api-error';
import type { ExportQuery } from './operations/export';

/** Throws ApiError for choices that do not go together: none is passed over in silence. */
export function toExportRequest(query: ExportQuery, filter: EventFilter): ExportRequest {
  const { format, columns, order, compress, bundle, bom } = query;
  const problems: RequestProblem[] = [];
  if (compress && bundle) {
    problems.push({
      parameter: 'compress',
      given: compress,
      message: 'expected it without bundle: a zip is compressed',
    });
  }
  if (columns && format === 'ndjson') {
    const message = 'expected it with csv or parquet: ndjson holds whole events';
    problems.push({ parameter: 'columns', given: columns.join(','), message });
  }
  if (bom === '1' && format !== 'csv') {
    problems.push({ parameter: 'bom', given: bom, message: 'expected it with csv' });
  }
  if (problems.length > 0) throw badRequest(problems);
  return {
    filter,
    format,
    columns: columns ?? standardColumns,
    order,
    packing: bundle ?? compress ?? 'none',
    bom: bom === '1',
  };
}

export async function answerExport(asked: ExportRequest, request: Request): Promise<Response> {
  // Who asks for the headers alone must not set off the work.
  if (request.method === 'HEAD') return new Response(null, { headers: fileHeaders(exportFile(asked, new Date())) });
  const opened = await openExport(asked, { actor: webActor(currentPerson(request.headers)), signal: request.signal });
  const headers = { ...fileHeaders(opened.file), 'Plumbline-Total': String(opened.total) };
  return new Response(streamOf(opened), { headers });
}

function fileHeaders({ name, contentType }: ExportFile): Record<string, string> {
  return {
    'Content-Type': contentType,
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  };
}

/** One piece at a time, when the client has taken the one before. */
function streamOf({ data, close }: OpenExport): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await data.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          // The answer has begun: all that is left is to break it off, and to say why where somebody can read it.
          console.error('An export broke off:', error);
          await close();
          throw error;
        }
      },
      async cancel() {
        await close();
        await data.return();
      },
    },
    { highWaterMark: 0 },
  );
}
