import { Button } from 'antd'
import { useState } from 'react'
import type { UseQueryResult } from '@tanstack/react-query'
import { Card } from '#ui/Card.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import type { Department } from './contract.ts'
import { DepartmentPanel } from './DepartmentPanel.tsx'

interface Props {
  query: UseQueryResult<{ rows: Department[] }>
  chosen: number | undefined
  onChoose: (departmentId: number | undefined) => void
  may: boolean
}

/** Choosing a department shows its places; choosing it again shows all. */
export function DepartmentTree({ query, chosen, onChoose, may }: Props) {
  const [shown, setShown] = useState<Department | 'new'>()
  const rows = query.data?.rows
  return (
    <Card
      title="科室"
      scope={rows && `${rows.length} 个`}
      extra={
        may && (
          <Button size="small" onClick={() => setShown('new')}>
            新增科室
          </Button>
        )
      }
      flush
      grow
    >
      {query.error && <ErrorState error={query.error} retry={query.refetch} />}
      {!rows && !query.error && <SkeletonRows rows={8} />}
      {rows && (
        <PlainTable
          rows={rows}
          rowKey={(r) => r.departmentId}
          current={chosen}
          onOpen={(r) => onChoose(r.departmentId === chosen ? undefined : r.departmentId)}
          columns={[
            {
              key: 'name',
              title: '名称',
              render: (r) => <span style={{ paddingLeft: r.depth * 16 }}>{r.name}</span>,
            },
            { key: 'places', title: '储位', align: 'right', width: 48 },
            { key: 'people', title: '人员', align: 'right', width: 48 },
            ...(may
              ? [
                  {
                    key: 'edit',
                    title: '',
                    align: 'right' as const,
                    width: 44,
                    render: (r: Department) => (
                      <button type="button" className="z-link" onClick={() => setShown(r)}>
                        改名
                      </button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {shown && (
        <DepartmentPanel
          of={shown}
          parent={chosen}
          departments={rows ?? []}
          onClose={() => setShown(undefined)}
        />
      )}
    </Card>
  )
}
