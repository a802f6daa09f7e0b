/** Who sends: a token that was found good. */
export type IngestSource = {
  /** Id of the token's row. */
  id: string;
  label: string;
  clusterId: number;
  cluster: string;
};
