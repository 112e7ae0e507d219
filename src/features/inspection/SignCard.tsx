import { bySpelling } from '#ui/bySpelling.ts'
import { Input, Select } from 'antd'
import { listPlaces } from '#features/places/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useSigned } from '#ui/useSigned.ts'
import type { InspectionKind } from './checklist.ts'
import { signPatrol, signSpecial } from './contract.ts'
import type { Walk } from './useWalk.ts'

interface Props {
  kind: InspectionKind
  walk: Walk
}

/** Where, a remark, and the names under it: two for 专项检查. */
export function SignCard({ kind, walk }: Props) {
  const places = useCall(listPlaces, { pageSize: 500 })
  return (
    <Card title="签字" scope={kind === 'special' ? '两人检查，两人签字' : '值班人签字'} grow>
      <div className="z-column">
        <Select
          mode="multiple"
          aria-label="检查地点"
          placeholder="检查地点，可选多处"
          loading={places.isLoading}
          value={[...walk.placeIds]}
          onChange={(placeIds: number[]) => walk.write({ placeIds })}
          showSearch={bySpelling}
          options={(places.data?.rows ?? []).map((p) => ({ value: p.placeId, label: p.name }))}
        />
        <Input.TextArea
          rows={3}
          maxLength={500}
          aria-label="备注"
          placeholder="备注，可不填"
          value={walk.remark}
          onChange={(e) => walk.write({ remark: e.target.value })}
        />
        {kind === 'special' ? <TwoSign walk={walk} /> : <OneSigns walk={walk} />}
      </div>
    </Card>
  )
}

const whenSigned = (walk: Walk) => ({
  onDone: ({ id, no, opened }: { id: number; no: string; opened: number }) => {
    walk.forget()
    toast(opened > 0 ? `${no} 已签字，开出整改 ${opened} 项` : `${no} 已签字`)
    go(`/inspections/${id}`)
  },
})

function TwoSign({ walk }: { walk: Walk }) {
  const signed = useSigned(signSpecial, walk.input, whenSigned(walk))
  return (
    <>
      <TwoSignatures
        of={signed}
        title="检查"
        who="同查人"
        lack={[walk.lack]}
        verb="签字专项检查"
        size="large"
      />
    </>
  )
}

function OneSigns({ walk }: { walk: Walk }) {
  const me = useMe()
  const act = useAct(signPatrol, whenSigned(walk))
  return (
    <>
      <SignatureSlot order="值班人" title="巡查" state="present" name={me.name} role={me.title} />
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <ActButton
        kind="filled"
        k="F10"
        size="large"
        wide
        blocked={walk.lack || undefined}
        busy={act.busy}
        onClick={() => act.run(walk.input)}
      >
        签字巡查
      </ActButton>
    </>
  )
}
