/** What is wrong with a query: where, and what was expected there. For the person who typed it and for programs alike. */
export type QueryProblem = {
  /** A sentence without a full stop. */
  message: string;
  /** 1-based, in UTF-16 units, as an input's caret counts them. */
  column: number;
  /** How much of the text is meant; 0 = the place itself, such as the end. */
  length: number;
  /** What could stand there, in words. */
  expected: string[];
};

export class QueryError extends Error {
  override name = 'QueryError';

  constructor(readonly problem: QueryProblem) {
    super(`column ${problem.column}: ${problem.message}`);
  }
}

/** `at` and `length` in UTF-16 units from 0. */
export function queryError(at: number, length: number, message: string, expected: string[] = []): QueryError {
  return new QueryError({ message, column: at + 1, length, expected });
}
