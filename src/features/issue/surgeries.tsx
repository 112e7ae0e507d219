import { ActButton } from '#ui/ActButton.tsx'
import { useMay } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { IssueList } from './IssueList.tsx'

/** 手术闭环: surgeries, those not closed first and the earliest time limit at the top. */
export function Page() {
  const mayRescue = useMay('emergency.issue')
  return (
    <Frame
      fit
      title="手术闭环"
      scope="没有闭环的在前，时限最近的在上"
      actions={
        mayRescue && (
          <ActButton k="F8" onClick={() => go('/issues/rescue')}>
            抢救用药
          </ActButton>
        )
      }
    >
      <IssueList
        input={{ kind: 'surgery' }}
        hide={['kind']}
        defaultSort="state"
        exportName="手术闭环"
        empty="还没有手术领用"
        emptyText="手术领药后在这里看每支的去向"
      />
    </Frame>
  )
}
