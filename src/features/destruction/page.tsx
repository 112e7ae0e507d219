import { FireOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { DataTable, type Column } from '#ui/DataTable.tsx'
import { instantText, shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { BinCard } from './BinCard.tsx'
import { listDestructions, type DestructionRow } from './contract.ts'

const columns: readonly Column<DestructionRow>[] = [
  { key: 'no', title: '单号', width: 150 },
  {
    key: 'destroyedAt',
    title: '销毁时间',
    width: 120,
    render: (r) => shortInstant(r.destroyedAt),
    exportText: (r) => instantText(r.destroyedAt),
  },
  { key: 'bin', title: '回收箱', width: 150 },
  {
    key: 'containers',
    title: '数量',
    width: 80,
    align: 'right',
    render: (r) => <Quantity value={r.containers} unit="个" />,
    exportText: (r) => r.containers,
  },
  { key: 'method', title: '方式', width: 70 },
  { key: 'place', title: '地点', width: 170 },
  { key: 'reason', title: '原因' },
  { key: 'executedBy', title: '执行人', width: 80 },
  { key: 'witnessedBy', title: '监督人', width: 80 },
  {
    key: 'state',
    title: '状态',
    width: 90,
    render: (r) => r.reversed && <StatusTag tone="grey">已红冲</StatusTag>,
    exportText: (r) => (r.reversed ? '已红冲' : ''),
  },
]

/** 销毁报损: what lies in the bins, and what was destroyed. */
export function Page() {
  const may = useMay('destruction.work')
  const [search] = useSearch()
  const org = search['org'] ? { org: Number(search['org']) } : {}
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const bins = new Set([...picked].map((key) => key.split('|')[0]))
  const lots = [...picked].map((key) => key.split('|')[1])
  const lack = picked.size === 0 ? '选批号' : bins.size > 1 ? '一次只销毁一个回收箱的' : undefined
  return (
    <Frame
      title="销毁报损"
      scope="空安瓿、废贴专人计数、监督销毁，记录地点、方式、原因和三张照片"
      actions={
        may && (
          <ActButton
            kind="filled"
            k="F4"
            icon={<FireOutlined />}
            blocked={lack}
            onClick={() => go(`/destruction/new?bin=${[...bins][0]}&lots=${lots.join(',')}`)}
          >
            销毁
          </ActButton>
        )
      }
      fit
    >
      <BinCard org={org} picked={picked} {...(may ? { onPick: setPicked } : {})} />
      <DataTable
        endpoint={listDestructions}
        input={org}
        columns={columns}
        rowKey={(r) => r.id}
        search="单号、地点、执行人"
        tone={(r) => (r.reversed ? 'grey' : undefined)}
        onOpen={(r) => go(`/destruction/${r.id}`)}
        exportName="销毁记录"
        empty="还没有销毁记录"
        emptyText="在上面勾选批号，按 F4 开始"
      />
    </Frame>
  )
}
