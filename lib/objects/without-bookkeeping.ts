/** The object without what changes at every write and says nothing of its own: managedFields and resourceVersion. */
export function withoutBookkeeping(object: Record<string, unknown>): Record<string, unknown> {
  const { metadata } = object;
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return object;
  const { managedFields: _, resourceVersion: __, ...rest } = { ...metadata } as Record<string, unknown>;
  return { ...object, metadata: rest };
}
