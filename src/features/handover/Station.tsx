import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { instantText } from '#ui/format.ts'
import { KeyCap } from '#ui/KeyCap.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Progress } from '#ui/Progress.tsx'
import { useAct } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { ScanInput } from '#ui/ScanInput.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { go } from '#ui/nav.tsx'
import { CaseForm } from './CaseForm.tsx'
import { cancelHandover, handoverKindTitle, type HandoverDetail } from './contract.ts'
import { Hands } from './Hands.tsx'
import { LineTable } from './LineTable.tsx'
import { isBroken } from './rules.ts'
import { SignCard } from './SignCard.tsx'
import { useStation } from './useStation.ts'

export const crumbOf = (h: Pick<HandoverDetail, 'kind' | 'state'>) => [
  { title: '交接班', to: '/handovers' },
  { title: `${handoverKindTitle[h.kind]}${h.state === 'counting' ? '清点' : '单'}` },
]

export const factsOf = (h: HandoverDetail) => [
  { label: '储位', value: h.place },
  {
    label: '上一班',
    value: h.previousNo ? `${h.previousNo}${h.previousBy ? ` ${h.previousBy}` : ''}` : '首次',
  },
  ...(h.day
    ? [{ label: '结算日', value: h.fromDay === h.day ? h.day : `${h.fromDay ?? ''} 至 ${h.day}` }]
    : []),
  { label: '起', value: h.startedAt ? instantText(h.startedAt) : '首次清点' },
]

/** 交接台: every lot is counted with a scanner or a figure and Enter; nothing needs the mouse before the signature. */
export function Station({ handover: h }: { handover: HandoverDetail }) {
  const station = useStation(h)
  const counted = h.lines.filter((l) => l.counted !== null).length
  const loose = h.lines.filter((l) => l.counted !== null && isBroken(l) && !l.case)
  const cancel = useAct(cancelHandover, { onDone: () => go('/handovers') })
  return (
    <Frame
      title={h.no}
      crumb={crumbOf(h)}
      tag={
        <>
          <StatusTag tone="blue">清点中</StatusTag>
          {h.blind && <StatusTag tone="grey">盲点</StatusTag>}
        </>
      }
      facts={factsOf(h)}
      actions={<ReasonButton verb="作废清点" onConfirm={(reason) => cancel.run({ id: h.id, reason })} />}
      fit
    >
      <Columns widths="minmax(0, 1fr) 400px">
        <Card
          title="清点"
          scope={h.blind ? '账面数在每行点完后显示' : '上次＋增加−减少＝账面'}
          extra={
            <div style={{ width: 200 }}>
              <Progress done={counted} total={h.lines.length} unit="行" />
            </div>
          }
          foot={
            <>
              <span>
                <KeyCap>Enter</KeyCap> 记下本行　<KeyCap>↑</KeyCap> <KeyCap>↓</KeyCap>{' '}
                换行　整盒、单支标签扫码累加
              </span>
              {!h.blind && counted < h.lines.length && (
                <ActButton k="F4" busy={station.busy} onClick={station.agree}>
                  其余相符
                </ActButton>
              )}
            </>
          }
          flush
          grow
        >
          {h.lines.length === 0 ? (
            <EmptyState title="账上没有药品" text="柜里也没有的，第二人到场后可直接签字；有的请扫码" />
          ) : (
            <LineTable
              lines={h.lines}
              blind={h.blind}
              current={station.current}
              onChoose={station.choose}
              ask={(l) =>
                loose.includes(l) &&
                !l.moved && <CaseForm handoverId={h.id} line={l} first={loose[0] === l} />
              }
            />
          )}
        </Card>
        <Column>
          <Card>
            <ScanInput title="点数或扫码" placeholder="键入实点数，或扫盒码" onScan={station.scan} />
          </Card>
          <Hands of={h.hands} waiting={h.waitingPrescriptions} />
          <SignCard handover={h} />
        </Column>
      </Columns>
    </Frame>
  )
}
