import { SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover } from 'antd'
import { useState } from 'react'
import type { Column } from './column.ts'

/** Which columns a person wants to see, kept in this browser for each list. */
export function useColumns<Row>(list: string, columns: readonly Column<Row>[]) {
  const store = `zhuisu.columns.${list}`
  const [off, setOff] = useState<ReadonlySet<string>>(() => {
    const kept = localStorage.getItem(store)
    return new Set(kept === null ? columns.filter((c) => c.hidden).map((c) => c.key) : kept.split(','))
  })
  function toggle(key: string) {
    const next = new Set(off)
    if (!next.delete(key)) next.add(key)
    localStorage.setItem(store, [...next].join(','))
    setOff(next)
  }
  return { shown: columns.filter((c) => !off.has(c.key)), off, toggle }
}

interface Props<Row> {
  columns: readonly Column<Row>[]
  off: ReadonlySet<string>
  toggle: (key: string) => void
}

export function ColumnChooser<Row>({ columns, off, toggle }: Props<Row>) {
  const list = (
    <div style={{ display: 'grid', gap: 6, minWidth: 120 }}>
      {columns
        .filter((c) => c.title)
        .map((c) => (
          <Checkbox key={c.key} checked={!off.has(c.key)} onChange={() => toggle(c.key)}>
            {c.title}
          </Checkbox>
        ))}
    </div>
  )
  return (
    <Popover trigger="click" placement="bottomRight" content={list}>
      <Button icon={<SettingOutlined aria-hidden />}>列</Button>
    </Popover>
  )
}
