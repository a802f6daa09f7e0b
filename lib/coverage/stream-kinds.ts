/**
 * What an event is to the measuring of coverage. A stream is one actor doing one kind of thing (user, verb, resource,
 * subresource, namespace; for leases each lease by itself): the unit whose regularity is learned.
 */
export const streamKinds = {
  /** A completed call. */
  call: 0,
  /** The renewal of a lease: kubelets do so every 10 s, elected leaders every 2 s or so. */
  lease: 1,
  /** An API server renewing the lease that stands for itself: the request never leaves it, so it logs it itself. */
  apiserver: 2,
  /** The beginning of a call that ends by itself. */
  received: 3,
  /** Everything else: the stages of watches and of exec, answers to nobody. */
  other: 4,
} as const;

/** Subresources whose requests last as long as somebody likes: not having ended says nothing. */
export const longRunningSubresources = ['attach', 'exec', 'log', 'portforward', 'proxy'] as const;
