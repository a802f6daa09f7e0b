import { EmptyDatabase } from '@/components/events/empty-database';

export function EmptyEvents() {
  return (
    <EmptyDatabase screen="Events">
      Every request to an API server: who, what, when, from where, and how it ended, by facets and a query language.
    </EmptyDatabase>
  );
}
