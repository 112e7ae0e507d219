import { Card } from '#ui/Card.tsx'
import { instantText } from '#ui/format.ts'
import { Thumbs } from '#ui/Thumbs.tsx'
import type { ResultRow, SampleDetail } from './contract.ts'
import { concentration, offText, VerdictTag } from './words.tsx'

function figure(of: SampleDetail, r: ResultRow): string {
  const seal = r.sealIntact ? '' : '封签破损；'
  if (r.conforms !== null) return `${seal}定性${r.conforms ? '符合' : '不符'}`
  if (r.measuredMilli === null || r.expectedMilli === null) return seal
  return `${seal}实测 ${concentration(r.measuredMilli, of.contentUnit)}，应有 ${concentration(r.expectedMilli, of.contentUnit)}，偏差 ${offText(r.measuredMilli, r.expectedMilli)}`
}

/** What was found, the last first: it counts, and those before it stand. */
export function Results({ of }: { of: SampleDetail }) {
  return (
    <Card title="检测结果" scope={of.results.length > 1 ? '以最后一次为准，以前的不改' : undefined} flush>
      {of.results.length === 0 ? (
        <p className="as-none z-caption">还没有检测</p>
      ) : (
        <ul className="as-results">
          {of.results.map((r, i) => (
            <li key={r.seq} data-old={i > 0 ? '' : undefined}>
              <VerdictTag within={r.within} />
              <b>{figure(of, r)}</b>
              {r.sha256 ? (
                <Thumbs photos={[{ title: '检测报告', sha256: r.sha256 }]} org={of.orgId} />
              ) : (
                <span />
              )}
              <p className="z-caption">
                第 {r.seq} 次　{r.testedBy}　{r.instrument}　{instantText(r.testedAt)}
                {r.reason && `　更正原因：${r.reason}`}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
