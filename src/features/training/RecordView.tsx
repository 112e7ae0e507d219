import { useState } from 'react'
import { qualifications } from '#core/identity/permissions.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { callUrl } from '#ui/call.ts'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Column as Stack, Columns } from '#ui/Columns.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { instantText } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { Link } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { PhotoViewer } from '#ui/PhotoViewer.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useAct } from '#ui/query.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import { readCertificate, signInHere, type ResultOf, type Term, type TrainingRecord } from './contract.ts'
import { attemptTitle } from './rules.ts'
import { ResultTag, shortWhen, TermTag, whenText } from './words.tsx'

/** 个人培训档案: what is held until when, what was sat, what was attended. */
export function RecordView({ of, own }: { of: TrainingRecord; own?: boolean }) {
  const mayRead = useMay('training.read')
  return (
    <Columns widths="minmax(0, 1fr) 420px">
      <Stack>
        <Card title="考核" scope={of.results.length > 0 ? `${of.results.length} 次` : undefined} flush>
          <Results rows={of.results} links={mayRead} />
        </Card>
        <Card title="参加的培训" scope={of.courses.length > 0 ? `${of.courses.length} 门` : undefined} flush>
          <Courses of={of} own={own ?? false} links={mayRead} />
        </Card>
      </Stack>
      <Card title="资格" scope="只在本院有效">
        <Terms rows={of.terms} own={own ?? false} />
      </Card>
    </Columns>
  )
}

function Terms({ rows, own }: { rows: readonly Term[]; own: boolean }) {
  if (rows.length === 0)
    return (
      <EmptyState
        title="还没有取得资格"
        text={own ? '参加药学部的培训并考核通过后取得' : '考核通过后当即取得'}
      />
    )
  return (
    <ul className="t-terms">
      {rows.map((r) => (
        <li key={r.qualificationId}>
          <b>{qualifications[r.type]}</b>
          <TermTag of={r} />
          <span className="z-caption">{`${r.validFrom} 至 ${r.validTo}`}</span>
          <span className="z-caption z-code">{r.certificateNo ?? ''}</span>
        </li>
      ))}
    </ul>
  )
}

function Results({ rows, links }: { rows: readonly ResultOf[]; links: boolean }) {
  const [open, setOpen] = useState<ResultOf>()
  const columns: readonly Column<ResultOf>[] = [
    { key: 'examinedOn', title: '日期', width: 100 },
    {
      key: 'course',
      title: '课程',
      render: (r) => (links ? <Link to={`/training/${r.courseId}`}>{r.course}</Link> : r.course),
    },
    { key: 'attempt', title: '次序', width: 72, text: (r) => attemptTitle(r.attempt) },
    {
      key: 'score',
      title: '成绩',
      width: 72,
      align: 'right',
      render: (r) => <Quantity value={r.score} unit="分" />,
    },
    { key: 'passed', title: '结果', width: 92, render: (r) => <ResultTag of={r} /> },
    {
      key: 'remark',
      title: '备注',
      text: (r) => (r.withdrawnAt ? `撤回：${r.withdrawnReason ?? ''}` : (r.remark ?? '')),
    },
    {
      key: 'certificate',
      title: '证书',
      width: 72,
      render: (r) =>
        r.certificate && links ? (
          <button type="button" className="z-link" onClick={() => setOpen(r)}>
            查看
          </button>
        ) : r.certificate ? (
          '有'
        ) : null,
    },
  ]
  return (
    <>
      <PlainTable
        rows={rows}
        rowKey={(r) => r.examId}
        columns={columns}
        tone={(r) => (r.withdrawnAt ? 'grey' : undefined)}
        empty={<EmptyState title="还没有考核" text="考核登记后列在这里" />}
      />
      {open && (
        <PhotoViewer
          at={0}
          onClose={() => setOpen(undefined)}
          photos={[
            {
              title: `证书　${open.course}`,
              src: callUrl(readCertificate, { examId: open.examId }),
              ...(open.certificate
                ? { facts: [{ label: '指纹', value: open.certificate.slice(0, 16) }] }
                : {}),
            },
          ]}
        />
      )}
    </>
  )
}

function Courses({ of, own, links }: { of: TrainingRecord; own: boolean; links: boolean }) {
  const act = useAct(signInHere, { onDone: () => toast('已签到') })
  return (
    <>
      {act.refused && <Notice tone="red">{act.refused.text}</Notice>}
      <PlainTable
        rows={of.courses}
        rowKey={(r) => r.courseId}
        columns={[
          {
            key: 'when',
            title: '时间',
            width: 140,
            render: (r) => <span title={whenText(r)}>{shortWhen(r)}</span>,
          },
          {
            key: 'title',
            title: '课程',
            render: (r) => (links ? <Link to={`/training/${r.courseId}`}>{r.title}</Link> : r.title),
          },
          { key: 'place', title: '地点', width: 150 },
          { key: 'lecturer', title: '授课人', width: 84 },
          {
            key: 'signedInAt',
            title: '签到',
            width: 110,
            render: (r) =>
              r.signedInAt ? (
                instantText(r.signedInAt).slice(5)
              ) : own && r.mayStillSignIn ? (
                <ActButton
                  size="small"
                  kind="filled"
                  busy={act.busy}
                  onClick={() => act.run({ id: r.courseId })}
                >
                  签到
                </ActButton>
              ) : (
                <StatusTag tone="grey">没有签到</StatusTag>
              ),
          },
        ]}
        empty={<EmptyState title="还没有参加培训" text="药学部把您加入课程后，到时在这里签到" />}
      />
    </>
  )
}
