/** What was asked does not fit the case as it is now; the message says why and what to do. */
export class CaseConflictError extends Error {
  override name = 'CaseConflictError';
}

/** There is nothing of that id in the case, or nothing that could be pinned. */
export class NotInCaseError extends Error {
  override name = 'NotInCaseError';
}
