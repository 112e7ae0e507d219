/** The header that says which line of which paper an act writes into the books: `form;line;instant`. */
export const paperHeader = 'x-paper'

export interface PaperLine {
  readonly formId: number
  readonly line: number
  /** When it happened, as the paper says (UTC ISO). */
  readonly happenedAt: string
}

export const paperText = (p: PaperLine): string => `${p.formId};${p.line};${p.happenedAt}`

/** Undefined where the text is none. */
export function readPaperText(text: string): PaperLine | undefined {
  const [, formId, line, happened] = /^(\d{1,15});(\d{1,2});(.{10,40})$/.exec(text) ?? []
  const at = Date.parse(happened ?? '')
  if (!formId || !line || Number.isNaN(at)) return undefined
  return { formId: Number(formId), line: Number(line), happenedAt: new Date(at).toISOString() }
}
