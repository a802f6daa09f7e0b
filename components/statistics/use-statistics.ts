'use client';

import { useEffect, useState } from 'react';
import { apiErrorSchema } from '@/lib/api/api-error';
import { type FieldStatistics, statisticsSchema } from '@/lib/statistics/statistics-answers';

type StatisticsState = { statistics: FieldStatistics | null; problem: string | null };

/** The statistics that these parameters ask for; both null until they are known. Who closes the panel ends the search. */
export function useStatistics(params: string): StatisticsState {
  const [state, setState] = useState<StatisticsState & { params: string }>({ statistics: null, problem: null, params });
  useEffect(() => {
    const asked = new AbortController();
    const ask = async () => {
      const answer = await fetch(`/api/v1/statistics?${params}`, { signal: asked.signal });
      const body: unknown = await answer.json();
      const statistics = statisticsSchema.safeParse(body);
      if (statistics.success) setState({ statistics: statistics.data, problem: null, params });
      else setState({ statistics: null, problem: messageOf(body), params });
    };
    ask().catch(() => {
      if (!asked.signal.aborted) setState({ statistics: null, problem: 'The server does not answer.', params });
    });
    return () => asked.abort();
  }, [params]);
  return state.params === params ? state : { statistics: null, problem: null };
}

function messageOf(body: unknown): string {
  const error = apiErrorSchema.safeParse(body);
  return error.success ? error.data.error.message : 'The server did not answer as expected; its log has the cause.';
}
