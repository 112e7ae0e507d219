/** Names of the hospital and how they are typed; filled after sign-in, because no page carries a dictionary. */
let spelt: readonly { readonly name: string; readonly keys: string }[] = []
let asked = ''
let names: readonly string[] = []

export function learnSpellings(rows: typeof spelt): void {
  spelt = rows
  asked = ''
}

/** The names that are typed like this; two letters at least, as the server asks. */
function namesLike(typed: string): readonly string[] {
  if (typed === asked) return names
  asked = typed
  names = /^[a-z][a-z0-9]+$/.test(typed) ? spelt.filter((s) => s.keys.includes(typed)).map((s) => s.name) : []
  return names
}

/** Whether an option is meant by what was typed: its text contains it, or a name in it is spelt so. */
export function isMeant(input: string, text: string): boolean {
  const typed = input.trim().toLowerCase()
  return text.toLowerCase().includes(typed) || namesLike(typed).some((name) => text.includes(name))
}

/** `showSearch` of every picker whose options have a text. */
export const bySpelling = {
  filterOption: (input: string, option?: { label?: unknown; find?: unknown }) =>
    isMeant(input, [option?.label, option?.find].filter((t) => typeof t === 'string').join(' ')),
}
