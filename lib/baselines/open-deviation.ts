/** A deviation while it goes on. Plain values only: it is a part of the state. */
import type { Action } from '@/lib/baselines/combinations';
import type { Item } from '@/lib/baselines/news';

export type Subject = Pick<
  Action,
  'verb' | 'resource' | 'apiGroup' | 'subresource' | 'namespace' | 'identity' | 'userAgent'
>;

export type Family = 'activity' | 'silence' | 'drift';

export type CountEvidence = {
  metric: number;
  /** Buckets of the window, and its end. */
  buckets: number;
  end: number;
  count: number;
  mean: number;
  dispersion: number;
  surprise: number;
  score: number;
  /** What makes it less of a concern, in words. */
  explainedBy: string | null;
};

export type NewsEvidence = {
  bucket: number;
  /** The action in words, its answer, and where it came from. */
  request: string;
  code: number;
  /** The action itself. */
  subject: Subject;
  source: string;
  client: string;
  count: number;
  items: Item[];
  surprise: number;
  weight: number;
  score: number;
  chain: boolean;
};

export type OpenDeviation = {
  family: Family;
  start: number;
  last: number;
  actors: Record<string, number>;
  news: NewsEvidence[];
  /** Distinct new cells so far. */
  breadth: number;
  count: CountEvidence | null;
  /** Buckets in which a count was out of its band. */
  countBuckets: number;
  score: number;
  surprise: number;
  /** Bucket at whose end it was raised; null while it is not. */
  raisedIn: number | null;
};

export function newDeviation(family: Family, start: number, bucket: number): OpenDeviation {
  return {
    family,
    start,
    last: bucket,
    actors: {},
    news: [],
    breadth: 0,
    count: null,
    countBuckets: 0,
    score: 0,
    surprise: 0,
    raisedIn: null,
  };
}
