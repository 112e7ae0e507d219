export interface CodeGroups {
  /** The part which every piece of the product shares. */
  readonly product: string
  readonly middle: readonly string[]
  /** What people compare. */
  readonly tail: string
}

/** 20 digits: 7 + 4 4 5, an ampoule's own number with the last five. Any other code system: groups of four, the raw value kept. */
export function codeGroups(code: string): CodeGroups {
  const china = /^(\d{7})(\d{4})(\d{4})(\d{5}(?:-\d{2,3})?)$/.exec(code)
  if (china)
    return { product: china[1] ?? '', middle: [china[2] ?? '', china[3] ?? ''], tail: china[4] ?? '' }
  const groups = code.match(/.{1,4}/gs) ?? []
  return { product: '', middle: groups.slice(0, -1), tail: groups.at(-1) ?? '' }
}
