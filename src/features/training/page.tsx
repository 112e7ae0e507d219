import { qualifications } from '#core/identity/permissions.ts'
import { listStaff, type StaffMember } from '#features/staff/contract.ts'
import type { Column } from '#ui/column.ts'
import { DataTable } from '#ui/DataTable.tsx'
import { useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { Person } from '#ui/Person.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'

type Type = keyof typeof qualifications

const tones = {
  valid: undefined,
  ahead: 'grey',
  nearExpiry: 'amber',
  expired: 'red',
  revoked: 'grey',
} as const
const words = {
  valid: '',
  ahead: '未生效',
  nearExpiry: '将到期',
  expired: '已过期',
  revoked: '已取消',
} as const

/** The newest of its kind decides; older ones are history and stand on the person's own page. */
const newest = (r: StaffMember, type: Type) =>
  r.qualifications.filter((q) => q.type === type).toSorted((a, b) => (a.validTo < b.validTo ? 1 : -1))[0]

const column = (type: Type): Column<StaffMember> => ({
  key: type,
  title: qualifications[type],
  width: 190,
  render: (r) => {
    const q = newest(r, type)
    if (!q) return <span className="z-ink3">无</span>
    const tone = tones[q.state]
    return (
      <>
        至 {q.validTo} {tone && <StatusTag tone={tone}>{words[q.state]}</StatusTag>}
      </>
    )
  },
  exportText: (r) => newest(r, type)?.validTo ?? '无',
})

const columns: readonly Column<StaffMember>[] = [
  {
    key: 'name',
    title: '姓名',
    sortable: true,
    render: (r) => <Person name={r.name} role={r.title} />,
    exportText: (r) => r.name,
  },
  { key: 'department', title: '科室', sortable: true, text: (r) => r.department ?? '' },
  column('prescribe'),
  column('dispense'),
  column('handle'),
]

/** 培训考核: what training has given, person by person, and until when. Courses and exams come with their own feature. */
export function Page() {
  const [search] = useSearch()
  const org = search['org'] ? Number(search['org']) : undefined
  return (
    <Frame
      title="培训考核"
      scope="由培训考核取得的资格与到期日；过期后相应操作自动停止。课程与考试登记尚未开通"
      fit
    >
      <DataTable
        endpoint={listStaff}
        input={{ org }}
        columns={columns}
        rowKey={(r) => r.userId}
        search="姓名、账号"
        exportName="培训考核资格表"
      />
    </Frame>
  )
}
