import { bySpelling } from '#ui/bySpelling.ts'
import { Select } from 'antd'
import { useState } from 'react'
import { fileDays } from '#core/purchasing/rules.ts'
import { dateText } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { Panel } from '#ui/Panel.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SchemaForm, type FieldProps } from '#ui/SchemaForm.tsx'
import { toast } from '#ui/toast.tsx'
import { cardFieldTitle, cardPeople, recordChange, type Card, type CardField } from './contract.ts'

/** 登记变更: what changed, and on which day it happened. */
export function ChangePanel({ of, onClose }: { of: Card; onClose: () => void }) {
  const [today] = useState(() => dateText(Date.now()))
  const [field, setField] = useState<CardField>()
  const people = useCall(cardPeople, {}).data?.rows ?? []
  const act = useAct(recordChange, {
    onDone: ({ no, fileBy }) => {
      toast(`已登记 ${no}，${fileBy} 前报备`)
      onClose()
    },
  })
  const ofPeople = field === 'purchaser'
  const select = (f: FieldProps, from: readonly { userId: number; name: string }[]) => (
    <Select
      id={f.id}
      allowClear
      style={{ width: '100%' }}
      status={f.error ? 'error' : ''}
      placeholder="没有就不选"
      showSearch={bySpelling}
      value={typeof f.value === 'number' ? f.value : undefined}
      onChange={(v: number | undefined) => f.onChange(v)}
      options={from.map((p) => ({ value: p.userId, label: p.name }))}
    />
  )
  return (
    <Panel open onClose={onClose} title="登记变更" scope={`变更发生后 ${fileDays} 日内向发卡机关报备`}>
      <SchemaForm
        schema={recordChange.input}
        initial={{ id: of.cardId, changedOn: today }}
        titles={{ field: cardFieldTitle }}
        hide={['id', ...(ofPeople ? ['after'] : ['outId', 'inId'])]}
        sections={[{ title: '', keys: ['field', 'changedOn', 'after', 'outId', 'inId'] }]}
        onChange={(v) => setField(v.field as CardField | undefined)}
        fields={{
          outId: (f) => select(f, of.purchasers),
          inId: (f) =>
            select(
              f,
              people.filter((p) => !of.purchasers.some((has) => has.userId === p.userId)),
            ),
        }}
        submit="登记变更"
        k="F10"
        busy={act.busy}
        refused={act.refused}
        onSubmit={act.run}
      />
      {ofPeople && (
        <Notice tone="amber">不再担任的人从登记的日期起不能下单；新任的人在变更办结后才能下单</Notice>
      )}
    </Panel>
  )
}
