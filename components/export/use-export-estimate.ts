'use client';

import { useEffect, useState } from 'react';
import { apiErrorSchema } from '@/lib/api/api-error';
import { type ExportEstimate, exportEstimateSchema } from '@/lib/export/export-estimate';

type EstimateState = { estimate: ExportEstimate | null; problem: string | null };

/** About how large the export of these parameters is; null until it is known. An answer to earlier choices is never shown. */
export function useExportEstimate(params: string): EstimateState {
  const [state, setState] = useState<EstimateState & { params: string }>({ estimate: null, problem: null, params });
  useEffect(() => {
    const asked = new AbortController();
    const ask = async () => {
      const answer = await fetch(`/api/v1/export/estimate?${params}`, { signal: asked.signal });
      const body: unknown = await answer.json();
      const estimate = exportEstimateSchema.safeParse(body);
      if (estimate.success) setState({ estimate: estimate.data, problem: null, params });
      else setState({ estimate: null, problem: messageOf(body), params });
    };
    ask().catch(() => {
      if (!asked.signal.aborted) setState({ estimate: null, problem: 'The server does not answer.', params });
    });
    return () => asked.abort();
  }, [params]);
  return state.params === params ? state : { estimate: null, problem: null };
}

function messageOf(body: unknown): string {
  const error = apiErrorSchema.safeParse(body);
  return error.success ? error.data.error.message : 'The server did not answer as expected; its log has the cause.';
}
