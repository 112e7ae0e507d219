import { Select } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { shortInstant } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { Panel } from '#ui/Panel.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SchemaForm } from '#ui/SchemaForm.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { carrierModeTitle, listCarrierRules, setCarrierRule, type CarrierRuleRow } from './carrierContract.ts'
import { platformRule } from './carrierRules.ts'
import { placeOptions, usePlaces } from './usePlaces.tsx'

type Chosen = Pick<CarrierRuleRow, 'sourceLocationId' | 'destinationLocationId' | 'mode' | 'minutes'> & {
  readonly title: string
  readonly fresh?: boolean
}
const blank = { source: null, destination: null, reason: null, setBy: null, setAt: null }
const titleOf = (r: CarrierRuleRow) => (r.source ? `${r.source} → ${r.destination}` : '本院默认')

/** 运送规则: which ways want a carrier and how long they may take; the hospital's default first. */
export function CarrierRules({ org }: { org: number | undefined }) {
  const may = useMay('place.write') && org === undefined
  const query = useCall(listCarrierRules, org === undefined ? {} : { org })
  const [chosen, setChosen] = useState<Chosen>()
  if (query.error) return <ErrorState error={query.error} retry={query.refetch} />
  if (!query.data) return <SkeletonRows rows={6} />
  const set = query.data.rows
  const rows = set.some((r) => r.source === null) ? set : [{ ...platformRule, ...blank }, ...set]
  return (
    <Card
      flush
      grow
      title="运送规则"
      scope="每条路线按自己的规则，没有的按本院默认；时限从签字带走算起，超过即提示"
      extra={
        may && (
          <ActButton
            onClick={() => setChosen({ ...platformRule, mode: 'required', title: '新路线', fresh: true })}
          >
            加一条路线
          </ActButton>
        )
      }
    >
      <PlainTable
        rows={rows}
        rowKey={titleOf}
        columns={[
          { key: 'way', title: '路线', render: (r) => (r.source ? titleOf(r) : <b>{titleOf(r)}</b>) },
          {
            key: 'mode',
            title: '规则',
            render: (r) =>
              r.mode === 'off' ? (
                <span className="z-caption">{carrierModeTitle.off}</span>
              ) : (
                <b>{carrierModeTitle[r.mode]}</b>
              ),
          },
          { key: 'minutes', title: '路上时限', align: 'right', render: (r) => `${r.minutes} 分钟` },
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
                <button
                  type="button"
                  className="z-link"
                  onClick={() => setChosen({ ...r, title: titleOf(r) })}
                >
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

function RulePanel({ of, onClose }: { of: Chosen; onClose: () => void }) {
  const { places } = usePlaces()
  const act = useAct(setCarrierRule, {
    onDone: () => {
      toast('已设定，现在起发出的按新规则')
      onClose()
    },
  })
  const place = (f: { id: string; value: unknown; onChange: (v: unknown) => void }) => (
    <Select
      id={f.id}
      placeholder="请选择"
      value={f.value as number | undefined}
      onChange={f.onChange}
      options={placeOptions(places)}
    />
  )
  const way =
    of.sourceLocationId === null || of.destinationLocationId === null
      ? {}
      : { sourceLocationId: of.sourceLocationId, destinationLocationId: of.destinationLocationId }
  return (
    <Panel title="运送规则" scope={of.title} open onClose={onClose} width={480}>
      <SchemaForm
        schema={setCarrierRule.input}
        initial={{ ...way, mode: of.mode, minutes: of.minutes }}
        hide={of.fresh ? [] : ['sourceLocationId', 'destinationLocationId']}
        columns={1}
        titles={{ mode: carrierModeTitle }}
        fields={{ sourceLocationId: place, destinationLocationId: place }}
        onSubmit={act.run}
        submit="设定"
        k="F10"
        busy={act.busy}
        refused={act.refused}
      />
    </Panel>
  )
}
