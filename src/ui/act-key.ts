/** The key of an intended act, held until the act is known to be done. */
export interface HeldKey {
  readonly key: string
  readonly input: string
}

/**
 * A double click, a retry after a time-out and a retry after a refusal are the same intended act and keep the
 * key, so that the server can act only once. Other input is another act.
 */
export function keyFor(held: HeldKey | undefined, input: string, fresh: () => string): HeldKey {
  return held?.input === input ? held : { key: fresh(), input }
}
