import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { AppProviders } from '@/components/shell/app-providers';
import { parseTheme, THEME_COOKIE } from '@/components/shell/theme';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Plumbline', template: '%s · Plumbline' },
  description: 'Kubernetes audit events: who did what, when, from where, and what failed.',
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme}>
      <body>
        <NuqsAdapter>
          <AppProviders nonce={nonce}>{children}</AppProviders>
        </NuqsAdapter>
      </body>
    </html>
  );
}
