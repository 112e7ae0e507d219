import { useSearch } from '#ui/nav.tsx'
import { BorrowForm } from './BorrowForm.tsx'
import { LendForm } from './LendForm.tsx'
import { Page as Frame } from '#ui/Page.tsx'

/** 借入 or 借出, by `?way=out`. */
export function Page() {
  const [search] = useSearch()
  const out = search['way'] === 'out'
  return (
    <Frame
      fit
      title={out ? '紧急借出' : '紧急借入'}
      crumb={[{ title: '紧急借用', to: '/borrowings' }, { title: out ? '借出' : '借入' }]}
      scope={out ? '借出后追溯码随之释放，对方可以入账' : '对方借出后才能入账；当面验收，两人签字'}
    >
      {out ? <LendForm /> : <BorrowForm />}
    </Frame>
  )
}
