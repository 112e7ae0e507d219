/** One line of the table: a figure, what it is measured against in the same run, and what it should be. */
export interface Row {
  /** Stable name, also in the results' JSON and in the guard's baseline: `single.open.perSecond`. */
  readonly id: string
  /** Chinese is for screens; the table is read by whoever builds or buys: English. */
  readonly title: string
  readonly value: number
  readonly unit: string
  /** The limit measured in the same run, and value / limit. */
  readonly limit?: { readonly title: string; readonly value: number }
  readonly target?: { readonly text: string; readonly met: boolean }
  readonly note?: string
}

export const ratioOf = (row: Row): number | undefined => (row.limit ? row.value / row.limit.value : undefined)

const shown = (n: number): string =>
  n >= 1000
    ? Math.round(n).toLocaleString('en-US')
    : n >= 100
      ? n.toFixed(0)
      : n >= 10
        ? n.toFixed(1)
        : n.toFixed(2)

/** As a Markdown table, the form in which it stands in docs/performance.md. */
export function tableOf(rows: readonly Row[]): string {
  const head = '| figure | value | limit in the same run | ratio | target | |\n|---|--:|---|--:|---|---|'
  const line = (r: Row) => {
    const ratio = ratioOf(r)
    const limit = r.limit ? `${r.limit.title}: ${shown(r.limit.value)} ${r.unit}` : ''
    const met = r.target ? (r.target.met ? 'met' : '**missed**') : ''
    return `| ${r.title} | ${shown(r.value)} ${r.unit} | ${limit} | ${ratio === undefined ? '' : ratio.toFixed(2)} | ${r.target?.text ?? ''} | ${[met, r.note ?? ''].filter(Boolean).join('; ')} |`
  }
  return [head, ...rows.map(line)].join('\n')
}
