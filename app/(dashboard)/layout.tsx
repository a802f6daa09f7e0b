import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { PersonProvider } from '@/components/people/person-context';
import { AppShell } from '@/components/shell/app-shell';
import { currentPerson, peopleAreProxied } from '@/lib/people/current-person';

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  return (
    <PersonProvider person={currentPerson(await headers())} proxied={peopleAreProxied()}>
      <AppShell>{children}</AppShell>
    </PersonProvider>
  );
}
