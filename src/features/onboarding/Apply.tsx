import { useEffect } from 'react'
import { Card } from '#ui/Card.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { ApplicationForm } from './ApplicationForm.tsx'
import { CodeCard } from './CodeCard.tsx'
import type { Kind } from './contract.ts'
import { Status } from './Status.tsx'
import { useApplication } from './useApplication.ts'
import './onboarding.css'

const words = {
  institution: { title: '医疗机构入驻', scope: '由所属管理部门审核，通过后即可登录' },
  authority: { title: '主管部门入驻', scope: '由上级主管部门审核，通过后即可登录' },
} as const

/** 入驻信息登记, for whoever has no account yet. */
export function Apply({ kind }: { kind: Kind }) {
  const desk = useApplication(kind)
  const { own, fresh } = desk
  const open = !own || own.state === 'draft'
  // What was handed in is said at the top, wherever the button was.
  useEffect(() => {
    if (fresh) window.scrollTo({ top: 0 })
  }, [fresh, open])
  return (
    <Frame title={words[kind].title} scope={words[kind].scope}>
      {fresh && <CodeCard of={fresh} />}
      {open ? (
        <Card title="入驻信息登记" scope="带 * 的须填；可先保存草稿">
          <ApplicationForm kind={kind} desk={desk} />
        </Card>
      ) : (
        <Status of={own} desk={desk} />
      )}
    </Frame>
  )
}
