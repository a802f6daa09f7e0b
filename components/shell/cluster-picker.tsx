'use client';

import { ChevronDown, Server } from 'lucide-react';
import { useState } from 'react';
import { fetchFacetValues } from '@/components/shell/fetch-facet-values';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { buttonClass } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { Menu, MenuContent, MenuItem, MenuRadioGroup, MenuRadioItem, MenuTrigger } from '@/components/ui/menu';
import { Value } from '@/components/ui/value';
import type { FacetBucket } from '@/lib/search/event-answers';
import { emptyFilter } from '@/lib/search/filter-state';
import { escapeValue, literalOf } from '@/lib/search/value-pattern';

type Loaded = { state: 'loading' } | { state: 'failed' } | { state: 'ready'; buckets: FacetBucket[] };

const ALL = '';

/** Chooses one cluster or all. More than one, or an exclusion, is made in the facet and shown here as such. */
export function ClusterPicker() {
  const { filter, setFilter } = useFilterNavigation();
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' });
  const condition = filter.conditions.cluster;
  const [only] = condition?.include ?? [];
  const one =
    condition?.include.length === 1 && condition.exclude.length === 0 && typeof only === 'string' ? only : null;
  const words = one !== null ? (literalOf(one) ?? one) : condition ? 'Some clusters' : 'All clusters';

  async function load() {
    const answer = await fetchFacetValues('cluster', { filter: emptyFilter, query: '', limit: 50 });
    setLoaded(answer === null ? { state: 'failed' } : { state: 'ready', buckets: answer.buckets });
  }

  function choose(value: string) {
    const conditions = { ...filter.conditions };
    if (value === ALL) delete conditions.cluster;
    else conditions.cluster = { include: [value], exclude: [] };
    setFilter({ ...filter, conditions });
  }

  return (
    <Menu onOpenChange={(open) => open && void load()}>
      <MenuTrigger className={buttonClass('ghost')} aria-label={`Cluster: ${words}`}>
        <Server size={14} aria-hidden />
        <span className="max-w-48 truncate text-ink">{words}</span>
        <ChevronDown size={13} aria-hidden />
      </MenuTrigger>
      <MenuContent align="start" className="min-w-56">
        <MenuRadioGroup value={one ?? (condition ? null : ALL)} onValueChange={(value) => choose(String(value))}>
          <MenuRadioItem value={ALL}>All clusters</MenuRadioItem>
          {loaded.state === 'ready'
            ? loaded.buckets.map(({ value, count }) =>
                value === null ? null : (
                  <MenuRadioItem key={value} value={escapeValue(value)}>
                    <Value text={value} className="flex-1" />
                    <span className="pl-4 text-xs text-faint">{formatCount(count)}</span>
                  </MenuRadioItem>
                ),
              )
            : null}
        </MenuRadioGroup>
        {loaded.state === 'failed' ? <MenuItem disabled>The clusters could not be read</MenuItem> : null}
      </MenuContent>
    </Menu>
  );
}
