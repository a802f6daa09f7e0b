/** The last whole days before that moment, in UTC: what a report is about where nothing else is chosen. */
export function lastDays(now: Date, days: number): { from: string; to: string } {
  const day = (ago: number) => `${new Date(now.getTime() - ago * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`;
  return { from: day(days), to: day(0) };
}
