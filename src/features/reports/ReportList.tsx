import { reportGroups, type ReportMeta } from '#core/reports/contract.ts'
import { Link } from '#ui/nav.tsx'

export interface Listed {
  code: string
  title: string
  group: ReportMeta['group']
  to: string
}

/** The reports of this person, by group; the one that is open is marked. */
export function ReportList({ rows, current }: { rows: readonly Listed[]; current: string | undefined }) {
  const groups = [...Map.groupBy(rows, (r) => r.group)]
  return (
    <section className="z-card z-card-grow" data-screen>
      <nav className="rp-list" aria-label="报表">
        {groups.map(([group, of]) => (
          <div key={group}>
            {groups.length > 1 && <h3>{reportGroups[group]}</h3>}
            {of.map((r) => (
              <Link key={r.code} to={r.to} aria-current={r.code === current ? 'true' : undefined}>
                <b>{r.title}</b>
                {/^R\d+$/.test(r.code) && <span>{r.code}</span>}
              </Link>
            ))}
          </div>
        ))}
      </nav>
      <footer className="z-card-foot">共 {rows.length} 张</footer>
    </section>
  )
}
