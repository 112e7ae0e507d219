import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { Panel } from '#ui/Panel.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Attendee } from './contract.ts'
import { readPaste, type Pasted } from './paste.ts'

interface Props {
  people: readonly Attendee[]
  passScore: number
  onTake: (rows: readonly Pasted[]) => void
  onClose: () => void
}

/** A list from a sheet: what was understood stands beside it before it goes into the table. Nothing is saved here. */
export function PastePanel({ people, passScore, onTake, onClose }: Props) {
  const [text, setText] = useState('')
  const rows = readPaste(text, people)
  const good = rows.filter((r) => !r.trouble)
  function take() {
    onTake(good)
    onClose()
  }
  return (
    <Panel
      open
      onClose={onClose}
      title="粘贴名单与成绩"
      scope="每行一人：姓名或账号、成绩、备注；从表格里复制即可。只写姓名的算签到"
      foot={
        <ActButton kind="filled" k="F10" blocked={good.length === 0 ? '可用的行' : undefined} onClick={take}>
          填入表格
        </ActButton>
      }
    >
      <div className="t-paste">
        <Input.TextArea
          autoFocus
          rows={8}
          aria-label="粘贴名单与成绩"
          placeholder={'王雪梅\t92\n李倩\t55\t迟到'}
          value={text}
          onChange={(e) => setText(e.target.value)}
        />
        <PlainTable
          rows={rows}
          rowKey={(r) => r.line}
          tone={(r) => (r.trouble ? 'red' : undefined)}
          empty={<EmptyState title="还没有粘贴内容" text="粘贴后先在这里核对，再填入表格" />}
          columns={[
            { key: 'line', title: '行', width: 48 },
            { key: 'who', title: '姓名或账号', width: 160 },
            { key: 'score', title: '成绩', width: 72, align: 'right', text: (r) => r.score ?? '' },
            {
              key: 'state',
              title: '结果',
              width: 250,
              render: (r) => <State of={r} passScore={passScore} />,
            },
            { key: 'remark', title: '备注', text: (r) => r.remark ?? '' },
          ]}
        />
      </div>
    </Panel>
  )
}

function State({ of, passScore }: { of: Pasted; passScore: number }) {
  if (of.trouble) return <StatusTag tone="red">{of.trouble}</StatusTag>
  if (of.score === undefined) return <>只登记签到</>
  return of.score >= passScore ? (
    <StatusTag tone="green">通过</StatusTag>
  ) : (
    <StatusTag tone="red">未通过</StatusTag>
  )
}
