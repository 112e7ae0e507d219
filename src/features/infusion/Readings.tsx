import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { shortInstant } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { PumpDetail, ReadingRow } from './contract.ts'
import { mlText, readingKindTitle } from './rules.ts'
import { LevelTag, rateText } from './words.tsx'

const peopleText = (r: ReadingRow): string =>
  r.kind === 'handover'
    ? `${r.readBy} 交，${r.witness ?? ''} 接`
    : r.witness
      ? `${r.readBy}，见证 ${r.witness}`
      : r.readBy

function columnsOf(of: PumpDetail): Column<ReadingRow>[] {
  return [
    { key: 'readAt', title: '时间', width: 100, text: (r) => shortInstant(r.readAt) },
    {
      key: 'kind',
      title: '事项',
      width: 86,
      render: (r) =>
        r.void ? (
          <span className="i-reversed">{`红冲 ${readingKindTitle[r.kind]}`}</span>
        ) : (
          readingKindTitle[r.kind]
        ),
    },
    { key: 'givenUl', title: '累计 ml', width: 76, align: 'right', text: (r) => mlText(r.givenUl) },
    { key: 'expectedUl', title: '应输 ml', width: 76, align: 'right', text: (r) => mlText(r.expectedUl) },
    { key: 'leftUl', title: '余 ml', width: 68, align: 'right', text: (r) => mlText(r.leftUl) },
    ...(of.mode === 'pca'
      ? [
          {
            key: 'bolus',
            title: '有效/按压',
            width: 80,
            align: 'right' as const,
            text: (r: ReadingRow) => (r.bolusAsked === null ? '' : `${r.bolusGiven ?? 0}/${r.bolusAsked}`),
          },
        ]
      : []),
    { key: 'rateUlH', title: '此后速度', width: 84, text: (r) => rateText(r.rateUlH) },
    {
      key: 'level',
      title: '偏差',
      width: 80,
      render: (r) => (r.void ? <StatusTag tone="grey">作废</StatusTag> : <LevelTag of={r.level} />),
    },
    {
      key: 'reason',
      title: '说明',
      text: (r) => [r.place && `到 ${r.place}`, r.reason].filter(Boolean).join('，'),
    },
    { key: 'people', title: '经手', width: 150, text: peopleText },
  ]
}

/** Every reading, the latest at the top; a row opens the movement that it posted. */
export function Readings({ of }: { of: PumpDetail }) {
  return (
    <Card title="读泵记录" scope={of.readings.length > 0 ? `${of.readings.length} 次` : undefined} flush>
      <PlainTable
        columns={columnsOf(of)}
        rows={of.readings.toReversed()}
        rowKey={(r) => r.seq}
        tone={(r) =>
          r.void ? undefined : r.level === 'red' ? 'red' : r.level === 'amber' ? 'amber' : undefined
        }
        onOpen={(r) => r.movementId !== null && go(`/movements/${r.movementId}`)}
        empty={<EmptyState title="还没有读泵" text="第一次读泵后，按读数记给药" />}
      />
    </Card>
  )
}
