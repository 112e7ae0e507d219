import { SafetyCertificateOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { call, refusedText } from '#ui/call.ts'
import { Card } from '#ui/Card.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText, num } from '#ui/format.ts'
import { Notice } from '#ui/Notice.tsx'
import { verifyLife, type Life, type Verified } from './contract.ts'

/** What can be checked today, said plainly: fingerprints and books. The public log is not there yet. */
export function ProofCard({ life, org }: { life: Life; org: number | undefined }) {
  const [busy, setBusy] = useState(false)
  const [checked, setChecked] = useState<Verified>()
  const [failed, setFailed] = useState<string>()
  async function check() {
    setBusy(true)
    setFailed(undefined)
    await call(verifyLife, { code: life.code, org }).then(setChecked, (error: unknown) =>
      setFailed(refusedText(error)),
    )
    setBusy(false)
  }
  const tone = checked && (checked.findings.length === 0 ? 'green' : 'red')
  return (
    <Card
      title={
        <span className={`t-proof${tone ? ` z-tone-${tone}` : ''}`}>
          <SafetyCertificateOutlined /> 记录可验证
        </span>
      }
    >
      <div className="t-proof-body">
        {checked ? (
          <Result of={checked} />
        ) : (
          <p>
            这盒有 {num(life.events)} 条记录。核验时服务器重算每条记录原文的指纹，并逐行对照账上的出入账。
          </p>
        )}
        {failed && <Notice tone="red">{failed}</Notice>}
        <p className="z-caption">公开日志（次序与共签）尚未接入，此处不证明次序。</p>
        <ActButton wide busy={busy} onClick={check}>
          {checked ? '再核验一次' : '核验这些记录'}
        </ActButton>
      </div>
    </Card>
  )
}

function Result({ of }: { of: Verified }) {
  const good = of.findings.length === 0
  const last = of.events.at(-1)
  return (
    <>
      <Notice tone={good ? 'green' : 'red'}>
        {good ? '指纹与原文一致，账与原文一致' : `${of.findings.length} 处不符`}
      </Notice>
      {of.findings.slice(0, 5).map((f) => (
        <p key={`${f.eventId}${f.text}`} className="z-tone-red t-finding">
          {f.eventId !== null && `#${num(f.eventId)} `}
          {f.text}
        </p>
      ))}
      <FactList
        items={[
          { label: '核验时间', value: instantText(of.checkedAt, 'second') },
          {
            label: '记录',
            value: `${num(of.events.length)} 条，指纹相符 ${num(of.events.filter((e) => e.ok).length)} 条`,
          },
          { label: '出入账', value: `${num(of.movements)} 笔 ${num(of.lines)} 行，逐行对照` },
          {
            label: '末条指纹',
            value: (
              <span className="z-code">
                {last ? `${last.hash.slice(0, 8)} … ${last.hash.slice(-8)}` : '无'}
              </span>
            ),
          },
        ]}
      />
    </>
  )
}
