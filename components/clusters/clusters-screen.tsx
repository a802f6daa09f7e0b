import { ChangesTable } from '@/components/clusters/changes-table';
import { ClusterPanel } from '@/components/clusters/cluster-panel';
import { ImportOrConnect } from '@/components/imports/import-or-connect';
import { Command, EmptyState } from '@/components/ui/empty-state';
import { Panel } from '@/components/ui/panel';
import type { ClusterOverview } from '@/lib/retention/cluster-overview-answers';

/** What each cluster holds, what is kept of it, and who changed that. */
export function ClustersScreen({ overview }: { overview: ClusterOverview }) {
  const { clusters, actions } = overview;
  return (
    <div className="mx-auto flex max-w-[1360px] flex-col gap-3 p-4">
      <h1 className="text-lg font-semibold">Clusters</h1>
      {clusters.length === 0 ? (
        <EmptyState title="There is no cluster yet" action={<ImportOrConnect />}>
          <p>How much is stored of each cluster, how long it is kept, and whether secrets are replaced.</p>
          <p className="mt-2">
            A cluster is made by its first import, or by <Command>npm run cluster -- set NAME --redact on</Command>
          </p>
        </EmptyState>
      ) : null}
      {clusters.map((cluster) => (
        <ClusterPanel key={cluster.name} cluster={cluster} />
      ))}
      {actions.length === 0 ? null : (
        <Panel title="Changes" aside={<span className="text-xs text-muted">the latest first</span>}>
          <ChangesTable actions={actions} />
        </Panel>
      )}
    </div>
  );
}
