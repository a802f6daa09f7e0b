// Addresses that nothing else answers: not found, with the navigation still around it.

import type { Metadata } from 'next';
import { notFound } from 'next/navigation';

export const metadata: Metadata = { title: 'Not found' };

export default function MissingPage() {
  notFound();
}
