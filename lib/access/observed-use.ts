/** What an identity was allowed to do, as it was observed: the raw material of a role. Pure. */

export type ObservedUse = {
  verb: string;
  /** `core` for the group without a name; null for a path. */
  apiGroup: string | null;
  resource: string | null;
  subresource: string | null;
  namespace: string | null;
  /** Of the objects, or the paths; a null among them is a request without a name. Null: not known. */
  names: readonly (string | null)[] | null;
  events: number;
};

export type ObservedRule = {
  /** Null: the whole cluster. */
  namespace: string | null;
  verbs: string[];
  /** Empty for the group without a name; null for paths. */
  apiGroup: string | null;
  resources: string[];
  /** Empty: all of them. */
  resourceNames: string[];
  nonResourceURLs: string[];
  events: number;
};

export type SkippedUse = { use: ObservedUse; why: string };
