import { ActButton } from '#ui/ActButton.tsx'
import { useMay } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { issueKindTitle } from './contract.ts'
import { IssueList, stateFilter } from './IssueList.tsx'

const kindFilter = {
  key: 'kind',
  title: '全部类型',
  options: Object.entries(issueKindTitle).map(([value, text]) => ({ value, text })),
}

/** 领用发药: every hand-over to a person, for a surgery, a prescription or a rescue. */
export function Page() {
  const may = useMay('issue.work')
  const mayRescue = useMay('emergency.issue')
  const issue = () => go('/issues/new')
  return (
    <Frame
      fit
      title="领用发药"
      scope="按手术、处方或抢救领到个人，账户归零即闭环"
      actions={
        <>
          {mayRescue && (
            <ActButton k="F8" onClick={() => go('/issues/rescue')}>
              抢救用药
            </ActButton>
          )}
          {may && (
            <ActButton kind="filled" k="F4" onClick={issue}>
              领用发药
            </ActButton>
          )}
        </>
      }
    >
      <IssueList
        filters={[kindFilter, stateFilter]}
        exportName="领用发药"
        empty="还没有领用单"
        emptyText="发药由两人核对，每支都有自己的码"
        {...(may ? { onNew: issue } : {})}
      />
    </Frame>
  )
}
