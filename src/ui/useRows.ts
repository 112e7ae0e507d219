import { useState } from 'react'
import type { Selection } from './TableView.tsx'
import { useKeys } from './useKeys.ts'

type Key = string | number

interface Options<Row> {
  rows: readonly Row[]
  rowKey: (row: Row) => Key
  selectable: boolean
  onOpen: ((row: Row) => void) | undefined
  onNew: (() => void) | undefined
  onSearch: (() => void) | undefined
}

/** The current row, the selected rows, and the keys which move between them. */
export function useRows<Row>({ rows, rowKey, selectable, onOpen, onNew, onSearch }: Options<Row>) {
  const [current, setCurrent] = useState<Key>()
  const [picked, setPicked] = useState<ReadonlySet<Key>>(new Set())
  const at = rows.findIndex((row) => rowKey(row) === current)
  const here = rows[at]

  function move(by: number) {
    const to = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + by))]
    if (to) setCurrent(rowKey(to))
  }
  function toggle(key: Key) {
    const next = new Set(picked)
    if (!next.delete(key)) next.add(key)
    setPicked(next)
  }
  function open(row: Row) {
    setCurrent(rowKey(row))
    onOpen?.(row)
  }
  const clear = () => setPicked(new Set())
  const down = { text: '下一行', run: () => move(1) }
  const up = { text: '上一行', run: () => move(-1) }
  useKeys({
    J: down,
    K: up,
    '↓': { ...down, text: '' },
    '↑': { ...up, text: '' },
    ...(onOpen ? { Enter: { text: '打开', run: () => here && open(here), off: !here } } : {}),
    ...(selectable ? { X: { text: '选择', run: () => here && toggle(rowKey(here)), off: !here } } : {}),
    ...(onNew ? { N: { text: '新增', run: onNew } } : {}),
    ...(onSearch ? { '/': { text: '筛选', run: onSearch } } : {}),
  })

  const keys = rows.map(rowKey)
  const all = keys.length > 0 && keys.every((key) => picked.has(key))
  const selection: Selection<Key> = {
    has: (key) => picked.has(key),
    toggle,
    all,
    some: keys.some((key) => picked.has(key)),
    toggleAll: () => setPicked(new Set(all ? [] : keys)),
  }
  const chosen = rows.filter((row) => picked.has(rowKey(row)))
  return { current, open, chosen, clear, selection: selectable ? selection : undefined }
}
