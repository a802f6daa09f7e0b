'use client';

import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactNode } from 'react';
import { Announcer } from '@/components/ui/announcer';
import { FullValueTip } from '@/components/ui/full-value-tip';

/** What every screen needs around it: the nonce for Base UI's own elements, announcements, tips. */
export function AppProviders({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <CSPProvider nonce={nonce}>
      <Tooltip.Provider>
        <Announcer>
          {children}
          <FullValueTip />
        </Announcer>
      </Tooltip.Provider>
    </CSPProvider>
  );
}
