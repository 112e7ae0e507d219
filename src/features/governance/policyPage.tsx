import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { instantText, shortInstant } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { go, useParams, useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useAct, useCall } from '#ui/query.ts'
import { ReasonButton } from '#ui/ReasonButton.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import {
  acknowledgePolicy,
  approvePolicy,
  endPolicy,
  readPolicy,
  returnPolicy,
  type PolicyDetail,
} from './policyContract.ts'
import { areaTitle, versionStateTitle } from './rules.ts'
import { VersionTag } from './words.tsx'
import './governance.css'

const crumb = [{ title: '管理与报送', to: '/office?tab=policies' }, { title: '制度' }]

/** One policy: the words of a version, what became of each version, and who has read it. */
export function Page() {
  const { policyId } = useParams()
  const [search, change] = useSearch()
  const version = Number(search['version']) || undefined
  const read = useCall(
    readPolicy,
    { policyId: Number(policyId), ...(version ? { version } : {}) },
    { keep: true },
  )
  const of = read.data
  if (!of)
    return (
      <Frame title="制度" crumb={crumb}>
        {read.error ? <ErrorState error={read.error} retry={read.refetch} /> : <SkeletonRows rows={8} />}
      </Frame>
    )
  const shown = of.versions.find((v) => v.version === of.shown)
  return (
    <Frame
      fit
      title={of.title}
      crumb={crumb}
      no={of.no}
      {...(shown ? { tag: <VersionTag of={shown.state} /> } : {})}
      scope={areaTitle[of.area]}
      facts={[
        { label: '版本', value: `第 ${of.shown} 版` },
        { label: '执行', value: shown?.effectiveOn ?? '' },
        { label: '复审', value: shown?.reviewOn ?? '' },
      ]}
      actions={<Acts of={of} />}
    >
      {of.endReason && <Notice tone="grey">{`${of.endedOn} 废止：${of.endReason}`}</Notice>}
      {shown?.returnReason && <Notice tone="red">{`${shown.returnedBy} 退回：${shown.returnReason}`}</Notice>}
      <Columns widths="minmax(0, 1fr) 380px">
        <Card title="正文" scope={`指纹 ${shown?.sha256.slice(0, 24)}`} grow>
          <article className="gv-article">{of.text}</article>
        </Card>
        <Column>
          <Next of={of} />
          <Versions of={of} onShow={(v) => change({ version: String(v) })} />
          <Readers of={of} />
        </Column>
      </Columns>
    </Frame>
  )
}

function Acts({ of }: { of: PolicyDetail }) {
  const end = useAct(endPolicy, { onDone: () => toast('已废止') })
  return (
    <>
      {of.may.revise && <ActButton onClick={() => go(`/policies/${of.policyId}/revise`)}>修订</ActButton>}
      {of.may.end && (
        <ReasonButton
          verb="废止"
          refused={end.refused}
          hint="从今天起不再执行"
          onConfirm={(reason) => end.run({ policyId: of.policyId, reason })}
        />
      )}
    </>
  )
}

/** What this reader does next: read it, or decide on the draft. */
function Next({ of }: { of: PolicyDetail }) {
  const version = of.shown
  const [newest] = of.versions
  const acknowledge = useAct(acknowledgePolicy, { onDone: () => toast('已记为知悉') })
  const approve = useAct(approvePolicy, { onDone: () => toast('已批准') })
  const back = useAct(returnPolicy, { onDone: () => toast('已退回') })
  const refused = acknowledge.refused ?? approve.refused ?? back.refused
  const decides = of.may.approve && newest?.version === version
  if (!of.may.read && !decides && !of.why) return null
  return (
    <Card title="下一步">
      <div className="z-column">
        {of.why && <p className="z-caption">{of.why}</p>}
        {refused && <Notice tone="red">{refused.text}</Notice>}
        {of.may.read && (
          <ActButton
            kind="filled"
            k="F10"
            wide
            busy={acknowledge.busy}
            onClick={() => acknowledge.run({ policyId: of.policyId, version })}
          >
            已阅读并知悉
          </ActButton>
        )}
        {decides && (
          <>
            <ActButton
              kind="filled"
              k="F10"
              wide
              busy={approve.busy}
              onClick={() => approve.run({ policyId: of.policyId, version })}
            >
              批准执行
            </ActButton>
            <ReasonButton
              verb="退回"
              onConfirm={(reason) => back.run({ policyId: of.policyId, version, reason })}
            />
          </>
        )}
      </div>
    </Card>
  )
}

function Versions({ of, onShow }: { of: PolicyDetail; onShow: (version: number) => void }) {
  return (
    <Card title="版本" scope="只增不改" flush>
      <table className="z-table gv-versions">
        <tbody>
          {of.versions.map((v) => (
            <tr key={v.version} data-current={v.version === of.shown || undefined}>
              <td>
                <button type="button" className="z-link" onClick={() => onShow(v.version)}>
                  {`第 ${v.version} 版`}
                </button>
                <div className="z-caption">{`${v.draftedBy} 起草 ${shortInstant(v.draftedAt)}`}</div>
                {v.approvedBy && (
                  <div className="z-caption">{`${v.approvedBy} 批准 ${shortInstant(v.approvedAt ?? '')}`}</div>
                )}
                {v.reason && <div className="z-caption">{v.reason}</div>}
              </td>
              <td data-align="right" title={versionStateTitle[v.state]}>
                <VersionTag of={v.state} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function Readers({ of }: { of: PolicyDetail }) {
  const me = useMe()
  const read = of.people.filter((p) => p.readAt !== null).length
  return (
    <Card title="知悉" scope={`有麻精资格的人员 ${read} / ${of.people.length}`} flush grow>
      <table className="z-table">
        <tbody>
          {of.people.map((p) => (
            <tr key={`${p.name}|${p.department}|${p.readAt}`} data-current={p.name === me.name || undefined}>
              <td>
                {p.name} <span className="z-caption">{p.department}</span>
              </td>
              <td data-align="right">
                {p.readAt ? instantText(p.readAt) : <StatusTag tone="amber">未读</StatusTag>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
