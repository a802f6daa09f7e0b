/** POST /api/v1/imports: every file of the request becomes an import. */
import { clusterNameSchema, DEFAULT_CLUSTER } from '@/lib/ingest/cluster-name';
import { createUpload } from '@/lib/ingest/create-upload';
import { type FormatName, isFormatName, unknownFormat } from '@/lib/ingest/formats/format-names';
import type { UploadAnswer } from '@/lib/ingest/import-list-answers';
import { badRequest } from './api-error';
import { WithHeaders } from './handle';
import { takeUploadParts } from './upload-parts';

export async function receiveUpload(
  query: { cluster?: string | undefined; name?: string | undefined; format?: FormatName | undefined },
  request: Request,
): Promise<WithHeaders<UploadAnswer>> {
  const imports = await takeUploadParts(request, (part) =>
    createUpload({
      cluster: query.cluster ?? readCluster(part.cluster),
      name: part.name ?? query.name ?? '',
      body: part.body,
      bytesTotal: part.bytesTotal,
      format: query.format ?? readFormat(part.format),
    }),
  );
  const [first] = imports;
  if (!first) throw badRequest([{ parameter: 'file', given: '', message: 'expected a file' }]);
  return new WithHeaders({ ...first, imports }, { Location: `/api/v1/imports/${first.id}` });
}

function readFormat(given: string | null): FormatName | null {
  if (given === null || given === '') return null;
  if (isFormatName(given)) return given;
  throw badRequest([{ parameter: 'format', given: given.slice(0, 200), message: unknownFormat(given) }]);
}

function readCluster(given: string | null): string {
  const cluster = clusterNameSchema.safeParse(given ?? DEFAULT_CLUSTER);
  if (cluster.success) return cluster.data;
  const message = cluster.error.issues[0]?.message ?? '';
  throw badRequest([{ parameter: 'cluster', given: (given ?? '').slice(0, 200), message }]);
}
