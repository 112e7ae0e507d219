import { Apply } from '#features/onboarding/Apply.tsx'
import { Query } from '#features/onboarding/Query.tsx'
import { Link, useParams } from '#ui/nav.tsx'
import { Wordmark } from './Wordmark.tsx'
import './sign-in.css'

const doors = [
  { kind: 'institution', title: '医疗机构入驻' },
  { kind: 'authority', title: '主管部门入驻' },
  { kind: 'query', title: '查询进度' },
] as const

/** 入驻, for whoever cannot sign in yet: two forms and the way to find them again. */
export function Page() {
  const { kind } = useParams()
  const shown = doors.find((d) => d.kind === kind)?.kind ?? 'institution'
  return (
    <div className="w-apply">
      <header>
        <Link to="/sign-in" aria-label="返回登录">
          <Wordmark large />
        </Link>
        <nav aria-label="入驻">
          {doors.map((d) => (
            <Link
              key={d.kind}
              to={`/onboarding/${d.kind}`}
              aria-current={d.kind === shown ? 'page' : undefined}
            >
              {d.title}
            </Link>
          ))}
          <Link to="/sign-in">返回登录</Link>
        </nav>
      </header>
      {shown === 'query' ? <Query /> : <Apply key={shown} kind={shown} />}
    </div>
  )
}
