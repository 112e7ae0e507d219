import { Button, Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PickTable, type PickRow } from '#ui/PickTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { usePicks, type Picks } from '#ui/usePicks.ts'
import { applyWriteOff, attendDays, listCandidates, type CandidateRow } from './contract.ts'
import './writeOff.css'

const rowOf = (r: CandidateRow): PickRow => ({
  key: `${r.accountId}|${r.lotId}|${r.code}`,
  drug: r,
  lotId: r.lotId,
  lotNo: r.lotNo,
  expiry: r.expiry,
  code: r.code,
  have: r.units,
  unit: r.unit,
  note: r.reason,
})

/** What was ticked, by the account that it lies in. */
export function itemsOf(picks: Picks) {
  const accounts = new Map<number, PickRow[]>()
  for (const row of picks.chosen) {
    const account = Number(row.key.split('|')[0])
    accounts.set(account, [...(accounts.get(account) ?? []), row])
  }
  return [...accounts].map(([accountId, rows]) => ({
    accountId,
    picks: rows.map((r) => {
      const units = picks.unitsOf(r)
      return r.code ? { code: r.code, units } : { lotId: r.lotId, units }
    }),
  }))
}

const reasons = ['过期', '破损', '质量问题', '患者交回']

/** 申请报损: the list out of what waits in the red boxes. */
export function Page() {
  const read = useCall(listCandidates, {})
  const picks = usePicks((read.data?.rows ?? []).map(rowOf))
  return (
    <Frame
      fit
      title="申请报损"
      crumb={[{ title: '药品报损', to: '/write-offs' }, { title: '申请' }]}
      scope="从待查药品里选；列入清单后不能再解除或退货"
    >
      <Columns widths="minmax(0, 1fr) 400px">
        <Card title="待查药品" scope="勾选要报损的，点一行取全部" flush grow>
          {read.error && !read.data ? (
            <ErrorState error={read.error} retry={read.refetch} />
          ) : !read.data ? (
            <SkeletonRows rows={8} />
          ) : (
            <PickTable
              picks={picks}
              has="可报损"
              verb="报损"
              empty={{ title: '没有可报损的待查药品', text: '先把过期、破损的药品移入待查' }}
            />
          )}
        </Card>
        <Apply picks={picks} />
      </Columns>
    </Frame>
  )
}

function Apply({ picks }: { picks: Picks }) {
  const [reason, setReason] = useState('')
  const act = useAct(applyWriteOff, {
    onDone: (r) => {
      toast(`${r.no} 已申请，待药学部负责人批准`)
      go(`/write-offs/${r.id}`)
    },
  })
  const lots = new Set(picks.chosen.map((r) => r.lotId)).size
  const lack = [picks.units === 0 && '要报损的药品', !reason.trim() && '原因'].filter(Boolean).join('、')
  return (
    <Card title="申请" scope="批准后送主管部门" grow>
      <div className="z-column">
        <FactList
          items={[
            { label: '批号', value: `${lots} 个` },
            { label: '数量', value: picks.said ? <b>{picks.said}</b> : <Quantity value={0} /> },
            { label: '到场期限', value: `送审后 ${attendDays} 日内` },
          ]}
        />
        <Labelled title="报损原因">
          <Input.TextArea
            rows={3}
            maxLength={200}
            value={reason}
            placeholder="写进申请单，如：批号过期，已于 11-20 移入待查"
            onChange={(e) => setReason(e.target.value)}
          />
        </Labelled>
        <div className="w-presets">
          {reasons.map((r) => (
            <Button key={r} size="small" onClick={() => setReason(r)}>
              {r}
            </Button>
          ))}
        </div>
        <Notice tone="blue">申请、批准、执行、监督须是四个人</Notice>
        {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
        <ActButton
          kind="filled"
          k="F10"
          wide
          blocked={lack || undefined}
          busy={act.busy}
          onClick={() => act.run({ reason: reason.trim(), items: itemsOf(picks) })}
        >
          申请报损
        </ActButton>
      </div>
    </Card>
  )
}
