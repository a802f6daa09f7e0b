/** The sources with what they sent in the last 24 hours, from the five-minute figures. */
import { formatRfc3339, MICROSECONDS_PER_SECOND } from '@/lib/audit/microseconds';
import { getPool } from '@/lib/db/pool';
import { listTokens, type TokenRecord } from './list-tokens';
import type { Source, SourceList } from './source-answers';

const SLOT_SECONDS = 300;
const SLOTS_PER_BAR = 6;
const BARS = 48;

type Figure = {
  token: string;
  slot: number;
  requests: number;
  received: number;
  inserted: number;
  duplicates: number;
  quarantined: number;
  skipped: number;
  reusedAuditIDs: number;
  bytes: number;
  lastEventAt: number | null;
  largestLag: number | null;
};

export async function listSources(now = Date.now()): Promise<SourceList> {
  const pool = getPool();
  const lastBar = Math.floor(now / 1000 / SLOT_SECONDS / SLOTS_PER_BAR);
  const firstSlot = (lastBar - BARS + 1) * SLOTS_PER_BAR;
  const [tokens, figures, quarantine, clusters] = await Promise.all([
    listTokens(),
    pool.query<Figure>(
      `select ingest_token_id as token, slot, requests, received, inserted, duplicates, quarantined, skipped,
         reused_audit_ids as "reusedAuditIDs", bytes, last_event_at as "lastEventAt", largest_lag as "largestLag"
       from ingest_figure where slot >= $1 order by slot`,
      [firstSlot],
    ),
    pool.query<{ token: string; id: string }>(
      `select distinct on (ingest_token_id) ingest_token_id as token, id from import_file
       where ingest_token_id is not null and quarantined > 0 order by ingest_token_id, received_on desc`,
    ),
    pool.query<{ name: string }>('select name from cluster order by name'),
  ]);
  const byToken = groupByToken(figures.rows);
  const quarantineOf = new Map(quarantine.rows.map((row) => [row.token, row.id]));
  const sources = tokens.map((token) =>
    describeSource(token, byToken.get(token.id) ?? [], quarantineOf.get(token.id) ?? null, now, firstSlot),
  );
  return {
    now: new Date(now).toISOString(),
    sources: [...sources.filter((one) => one.revokedAt === null), ...sources.filter((one) => one.revokedAt !== null)],
    clusters: clusters.rows.map((row) => row.name),
  };
}

function describeSource(
  token: TokenRecord,
  figures: readonly Figure[],
  quarantineId: string | null,
  now: number,
  firstSlot: number,
): Source {
  const lastEventAt = Math.max(-1, ...figures.map((figure) => figure.lastEventAt ?? -1));
  const withEvents = figures.filter((figure) => figure.largestLag !== null).at(-1);
  const slots = Array.from({ length: BARS }, (_, bar) => {
    const first = firstSlot + bar * SLOTS_PER_BAR;
    const within = figures.filter(({ slot }) => slot >= first && slot < first + SLOTS_PER_BAR);
    return {
      start: new Date(first * SLOT_SECONDS * 1000).toISOString(),
      received: sumOf(within, 'received'),
      quarantined: sumOf(within, 'quarantined'),
    };
  });
  return {
    id: token.id,
    cluster: token.cluster,
    label: token.label,
    prefix: token.prefix,
    createdAt: token.createdAt.toISOString(),
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
    revokedAt: token.revokedAt?.toISOString() ?? null,
    rate: rateOf(figures, now),
    lastEventAt: lastEventAt < 0 ? null : formatRfc3339(lastEventAt),
    lagSeconds:
      withEvents === undefined || withEvents.largestLag === null
        ? null
        : withEvents.largestLag / MICROSECONDS_PER_SECOND,
    day: {
      requests: sumOf(figures, 'requests'),
      received: sumOf(figures, 'received'),
      inserted: sumOf(figures, 'inserted'),
      duplicates: sumOf(figures, 'duplicates'),
      quarantined: sumOf(figures, 'quarantined'),
      skipped: sumOf(figures, 'skipped'),
      reusedAuditIDs: sumOf(figures, 'reusedAuditIDs'),
      bytes: sumOf(figures, 'bytes'),
    },
    slots,
    quarantineId,
  };
}

/** Of the five minutes that run and the five before. */
function rateOf(figures: readonly Figure[], now: number): number {
  const seconds = now / 1000;
  const running = Math.floor(seconds / SLOT_SECONDS);
  const events = figures.filter(({ slot }) => slot >= running - 1).reduce((sum, figure) => sum + figure.received, 0);
  return events / (seconds - (running - 1) * SLOT_SECONDS);
}

function sumOf(
  figures: readonly Figure[],
  name: Exclude<keyof Figure, 'token' | 'lastEventAt' | 'largestLag'>,
): number {
  return figures.reduce((sum, figure) => sum + figure[name], 0);
}

function groupByToken(figures: readonly Figure[]): Map<string, Figure[]> {
  const groups = new Map<string, Figure[]>();
  for (const figure of figures) {
    const group = groups.get(figure.token);
    if (group) group.push(figure);
    else groups.set(figure.token, [figure]);
  }
  return groups;
}
