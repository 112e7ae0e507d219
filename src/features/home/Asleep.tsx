import { permissions, qualifications, type Qualification } from '#core/identity/permissions.ts'
import { useMe } from '#ui/me.ts'
import { Link } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'

/** What this person's roles would allow and a missing qualification does not, and how it comes back. */
export function Asleep() {
  const asleep = Map.groupBy(useMe().asleep, (a) => a.need)
  return [...asleep].map(([need, nodes]) => (
    <Notice key={need} tone="red" action={<Link to="/training?tab=mine">看我的培训</Link>}>
      {`您没有有效的${qualifications[need as Qualification]}，${nodes.map((n) => permissions[n.permission]).join('、')}已停用；参加培训、考核通过当天恢复`}
    </Notice>
  ))
}
