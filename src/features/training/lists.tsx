import { qualifications } from '#core/identity/permissions.ts'
import { DataTable, type Column, type Filter } from '#ui/DataTable.tsx'
import { instantText } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { Person } from '#ui/Person.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import {
  categories,
  categoryTitle,
  listCourses,
  listResults,
  listTerms,
  type Course,
  type ResultOf,
  type Term,
} from './contract.ts'
import { attemptTitle } from './rules.ts'
import { daysText, leadsText, ResultTag, resultText, TermTag } from './words.tsx'

const dates: readonly Filter[] = [
  { key: 'from', title: '开始日期', options: [], date: true },
  { key: 'to', title: '结束日期', options: [], date: true },
]

interface Props {
  org: number | undefined
  onNew?: (() => void) | undefined
}

const suffix = (org: number | undefined) => (org === undefined ? '' : `?org=${org}`)

const courseColumns: readonly Column<Course>[] = [
  {
    key: 'no',
    title: '课程编码',
    width: 140,
    sortable: true,
    render: (r) => <span className="z-code">{r.no}</span>,
    exportText: (r) => r.no,
  },
  {
    key: 'title',
    title: '课程名称',
    sortable: true,
    render: (r) => (
      <>
        <b style={{ fontWeight: 500 }}>{r.title}</b>{' '}
        {r.cancelledAt && <StatusTag tone="grey">已撤销</StatusTag>}
      </>
    ),
    exportText: (r) => r.title,
  },
  { key: 'lecturer', title: '授课人', width: 90, sortable: true },
  {
    key: 'startsAt',
    title: '培训开始',
    width: 136,
    sortable: true,
    text: (r) => instantText(r.startsAt),
  },
  { key: 'endsAt', title: '培训结束', width: 136, sortable: true, text: (r) => instantText(r.endsAt) },
  { key: 'place', title: '授课地点', width: 150 },
  { key: 'category', title: '类别', width: 84, hidden: true, text: (r) => categoryTitle[r.category] },
  {
    key: 'leads',
    title: '通过后取得',
    width: 130,
    render: (r) => <span title={leadsText(r)}>{r.qualification ? qualifications[r.qualification] : ''}</span>,
    exportText: leadsText,
  },
  {
    key: 'signedIn',
    title: '签到',
    width: 90,
    align: 'right',
    render: (r) => <Share part={r.signedIn} of={r.enrolled} />,
    exportText: (r) => `${r.signedIn}/${r.enrolled}`,
  },
  {
    key: 'passed',
    title: '通过',
    width: 90,
    align: 'right',
    render: (r) => <Share part={r.passed} of={r.examined} />,
    exportText: (r) => `${r.passed}/${r.examined}`,
  },
]

function Share({ part, of }: { part: number; of: number }) {
  if (of === 0) return <Quantity value={0} unit="人" />
  return (
    <>
      {part} <span className="z-ink3">/ {of} 人</span>
    </>
  )
}

export function CourseList({ org, onNew }: Props) {
  return (
    <DataTable
      endpoint={listCourses}
      input={{ org }}
      columns={courseColumns}
      rowKey={(r) => r.courseId}
      search="课程名称、编码、授课人"
      filters={[
        ...dates,
        {
          key: 'category',
          title: '全部类别',
          width: 112,
          options: categories.map((c) => ({ value: c, text: categoryTitle[c] })),
        },
      ]}
      onOpen={(r) => go(`/training/${r.courseId}${suffix(org)}`)}
      {...(onNew ? { onNew } : {})}
      tone={(r) => (r.cancelledAt ? 'grey' : undefined)}
      exportName="培训课程"
      empty="还没有课程"
      emptyText="新增课程、加入参加人，培训当天签到，考核后登记成绩；通过的当即取得资格"
    />
  )
}

const resultColumns: readonly Column<ResultOf>[] = [
  { key: 'examinedOn', title: '考核日期', width: 104, sortable: true },
  {
    key: 'name',
    title: '考核人',
    width: 170,
    sortable: true,
    render: (r) => <Person name={r.name} role={r.title} />,
    exportText: (r) => r.name,
  },
  { key: 'department', title: '科室', width: 100, text: (r) => r.department ?? '' },
  {
    key: 'course',
    title: '考核课程',
    sortable: true,
    render: (r) => <span title={r.courseNo}>{r.course}</span>,
    exportText: (r) => r.course,
  },
  { key: 'courseNo', title: '课程编码', hidden: true },
  { key: 'attempt', title: '次序', width: 72, text: (r) => attemptTitle(r.attempt) },
  {
    key: 'score',
    title: '成绩',
    width: 72,
    align: 'right',
    sortable: true,
    render: (r) => <Quantity value={r.score} unit="分" />,
    exportText: (r) => r.score,
  },
  { key: 'passed', title: '结果', width: 90, render: (r) => <ResultTag of={r} />, exportText: resultText },
  { key: 'remark', title: '备注', width: 130, text: (r) => r.remark ?? '' },
  {
    key: 'certificate',
    title: '证书',
    width: 88,
    render: (r) => <Certificate of={r} />,
    exportText: (r) => (r.certificate ? '有' : '无'),
  },
  { key: 'validTo', title: '资格至', width: 100, text: (r) => (r.withdrawnAt ? '' : (r.validTo ?? '')) },
  { key: 'recordedBy', title: '登记人', width: 80 },
  {
    key: 'eventId',
    title: '记录',
    width: 96,
    align: 'right',
    render: (r) => <ProofBadge no={r.eventId} />,
    exportText: (r) => r.eventId,
  },
]

function Certificate({ of }: { of: ResultOf }) {
  if (of.certificate) return <>已上传</>
  if (!of.passed || of.withdrawnAt) return null
  return <StatusTag tone="amber">缺证书</StatusTag>
}

export function ResultList({ org }: Props) {
  return (
    <DataTable
      endpoint={listResults}
      input={{ org }}
      columns={resultColumns}
      rowKey={(r) => r.examId}
      search="姓名、课程名称、编码"
      filters={[
        ...dates,
        {
          key: 'outcome',
          title: '全部结果',
          width: 112,
          options: [
            { value: 'passed', text: '通过' },
            { value: 'failed', text: '未通过' },
            { value: 'noCertificate', text: '缺证书' },
            { value: 'withdrawn', text: '已撤回' },
          ],
        },
      ]}
      onOpen={(r) => go(`/training/people/${r.userId}${suffix(org)}`)}
      tone={(r) => (r.withdrawnAt ? 'grey' : undefined)}
      exportName="培训考核记录"
      empty="还没有考核记录"
      emptyText="打开一门课程，逐行或粘贴登记成绩"
    />
  )
}

const termColumns: readonly Column<Term>[] = [
  {
    key: 'name',
    title: '姓名',
    width: 190,
    sortable: true,
    render: (r) => <Person name={r.name} role={r.title} />,
    exportText: (r) => r.name,
  },
  { key: 'department', title: '科室', width: 130, sortable: true, text: (r) => r.department ?? '' },
  { key: 'type', title: '资格', width: 150, text: (r) => qualifications[r.type] },
  { key: 'certificateNo', title: '证书编号', text: (r) => r.certificateNo ?? '' },
  { key: 'validFrom', title: '有效期自', width: 110 },
  { key: 'validTo', title: '有效期至', width: 110, sortable: true },
  {
    key: 'daysLeft',
    title: '还有多久',
    width: 130,
    render: (r) => <TermTag of={r} />,
    exportText: (r) => daysText(r.daysLeft),
  },
]

export function TermList({ org }: Props) {
  return (
    <DataTable
      endpoint={listTerms}
      input={{ org }}
      columns={termColumns}
      rowKey={(r) => r.qualificationId}
      search="姓名、账号、科室"
      filters={[
        {
          key: 'within',
          title: '全部到期日',
          width: 124,
          options: [
            { value: 'expired', text: '已过期' },
            { value: '7', text: '7 天内' },
            { value: '30', text: '30 天内' },
            { value: '90', text: '90 天内' },
          ],
        },
        {
          key: 'type',
          title: '全部资格',
          width: 136,
          options: Object.entries(qualifications).map(([value, text]) => ({ value, text })),
        },
      ]}
      onOpen={(r) => go(`/training/people/${r.userId}${suffix(org)}`)}
      tone={(r) => (r.state === 'expired' || r.state === 'd7' ? 'red' : undefined)}
      exportName="资格到期"
      empty="还没有人取得资格"
    />
  )
}
