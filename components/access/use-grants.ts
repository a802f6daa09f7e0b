'use client';

import { useEffect, useState } from 'react';
import { type GrantUse, grantUseSchema } from '@/lib/access/privilege-answers';
import { apiErrorSchema } from '@/lib/api/api-error';

type GrantState = { grants: GrantUse | null; problem: string | null };

/** The use of grants that these parameters ask for; both null until it is known. Who leaves ends the reading. */
export function useGrants(query: string): GrantState {
  const [state, setState] = useState<GrantState & { query: string }>({ grants: null, problem: null, query });
  useEffect(() => {
    const asked = new AbortController();
    const ask = async () => {
      const answer = await fetch(`/api/v1/access/grants?${query}`, { signal: asked.signal });
      const body: unknown = await answer.json();
      const grants = grantUseSchema.safeParse(body);
      if (grants.success) setState({ grants: grants.data, problem: null, query });
      else setState({ grants: null, problem: messageOf(body), query });
    };
    ask().catch(() => {
      if (!asked.signal.aborted) setState({ grants: null, problem: 'The server does not answer.', query });
    });
    return () => asked.abort();
  }, [query]);
  return state.query === query ? state : { grants: null, problem: null };
}

function messageOf(body: unknown): string {
  const error = apiErrorSchema.safeParse(body);
  return error.success ? error.data.error.message : 'The server did not answer as expected; its log has the cause.';
}
