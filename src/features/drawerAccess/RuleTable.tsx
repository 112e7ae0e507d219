import { Checkbox } from 'antd'
import { useState } from 'react'
import {
  countActs,
  countActTitle,
  countModeTitle,
  listRules,
  type CountAct,
  type RuleRow,
} from '#core/countFirst/contract.ts'
import { ErrorState } from '#ui/ErrorState.tsx'
import { shortInstant } from '#ui/format.ts'
import { Card } from '#ui/Card.tsx'
import { useMay } from '#ui/me.ts'
import { Panel } from '#ui/Panel.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { setRule } from './contract.ts'

/** Which places want a count before anything is taken, who said so and why. */
export function RuleTable({ org }: { org: number | undefined }) {
  const may = useMay('place.write') && org === undefined
  const query = useCall(listRules, org === undefined ? {} : { org })
  const [chosen, setChosen] = useState<RuleRow>()
  if (query.error) return <ErrorState error={query.error} retry={query.refetch} />
  if (!query.data) return <SkeletonRows rows={8} />
  return (
    <Card flush grow>
      <PlainTable
        rows={query.data.rows}
        rowKey={(r) => r.placeId}
        columns={[
          { key: 'place', title: '储位', render: (r) => r.place },
          { key: 'tier', title: '级别', render: (r) => `${['一', '二', '三'][r.tier - 1] ?? r.tier}级库` },
          {
            key: 'mode',
            title: '规则',
            render: (r) =>
              r.mode === 'off' ? (
                <span className="z-caption">{countModeTitle.off}</span>
              ) : (
                <b>{countModeTitle[r.mode]}</b>
              ),
          },
          {
            key: 'acts',
            title: '先点后取的出库',
            render: (r) => (r.mode === 'off' ? '' : r.acts.map((a) => countActTitle[a]).join('、')),
          },
          { key: 'minutes', title: '有效', align: 'right', render: (r) => `${r.minutes} 分钟` },
          { key: 'reason', title: '原因', render: (r) => r.reason ?? '' },
          {
            key: 'setBy',
            title: '设定',
            render: (r) => (r.setBy && r.setAt ? `${r.setBy}，${shortInstant(r.setAt)}` : ''),
          },
          {
            key: 'act',
            title: '',
            align: 'right',
            render: (r) =>
              may && (
                <button type="button" className="z-link" onClick={() => setChosen(r)}>
                  更改
                </button>
              ),
          },
        ]}
      />
      {chosen && <RulePanel of={chosen} onClose={() => setChosen(undefined)} />}
    </Card>
  )
}

function RulePanel({ of, onClose }: { of: RuleRow; onClose: () => void }) {
  const act = useAct(setRule, {
    onDone: () => {
      toast('已设定，现在起生效')
      onClose()
    },
  })
  return (
    <Panel title="取前清点" scope={of.place} open onClose={onClose} width={480}>
      <SchemaForm
        schema={setRule.input}
        initial={{ placeId: of.placeId, mode: of.mode, acts: of.acts, minutes: of.minutes }}
        columns={1}
        hide={['placeId']}
        titles={{ mode: countModeTitle }}
        fields={{
          acts: (f) => (
            <Checkbox.Group
              aria-label={f.title}
              value={(f.value as CountAct[] | undefined) ?? []}
              onChange={f.onChange}
              options={countActs.map((value) => ({ value, label: countActTitle[value] }))}
            />
          ),
        }}
        onSubmit={act.run}
        submit="设定"
        k="F10"
        busy={act.busy}
        {...(act.refused ? { refused: act.refused } : {})}
      />
    </Panel>
  )
}
