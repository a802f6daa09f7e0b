import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { currentPerson } from '@/lib/people/current-person';
import { startAddress } from '@/lib/views/start-address';
import { START_COOKIE } from '@/lib/views/start-view';

export default async function RootPage(): Promise<never> {
  const chosen = (await cookies()).get(START_COOKIE)?.value;
  redirect(await startAddress(chosen, currentPerson(await headers())));
}
