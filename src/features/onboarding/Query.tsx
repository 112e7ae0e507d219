import { Input } from 'antd'
import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Labelled } from '#ui/Labelled.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { ApplicationForm } from './ApplicationForm.tsx'
import { allows } from './rules.ts'
import { Status } from './Status.tsx'
import { useApplication } from './useApplication.ts'
import './onboarding.css'

/** 查询进度: by number and code; what came back is corrected here. */
export function Query() {
  const desk = useApplication('institution')
  const { own } = desk
  const [changing, setChanging] = useState(false)
  if (!own) return <Ask desk={desk} />
  const corrects = changing && allows('save', own.state)
  return (
    <Frame
      title="入驻进度"
      no={own.no}
      actions={
        allows('save', own.state) && (
          <ActButton kind={changing ? 'outlined' : 'filled'} onClick={() => setChanging(!changing)}>
            {changing ? '返回进度' : own.state === 'draft' ? '继续填写' : '修改后重新提交'}
          </ActButton>
        )
      }
    >
      {corrects ? (
        <>
          {own.state === 'returned' && (
            <Notice tone="amber">{`退回补正：${own.steps.at(-1)?.reason ?? ''}`}</Notice>
          )}
          <Card title="入驻信息登记" scope="带 * 的须填">
            <ApplicationForm key={own.no} kind={own.kind} desk={desk} />
          </Card>
        </>
      ) : (
        <Status of={own} desk={desk} />
      )}
    </Frame>
  )
}

function Ask({ desk }: { desk: ReturnType<typeof useApplication> }) {
  const [no, setNo] = useState('')
  const [code, setCode] = useState('')
  const lack = !no.trim() ? '受理号' : !code.trim() ? '查询码' : undefined
  const look = () => (lack ? undefined : desk.look({ no: no.trim(), code: code.replace(/\s/g, '') }))
  return (
    <Frame title="入驻进度" scope="凭受理号和查询码查看、补正或撤回">
      <Card style={{ maxWidth: 480 }}>
        <div className="ob-ask">
          <Labelled title="受理号">
            <Input
              autoFocus
              className="z-code"
              placeholder="RZ-20261126-100001"
              value={no}
              onChange={(e) => setNo(e.target.value)}
              onPressEnter={look}
            />
          </Labelled>
          <Labelled title="查询码" hint="16 位，不分大小写">
            <Input
              className="z-code"
              autoComplete="off"
              value={code}
              onChange={(e) => setCode(e.target.value)}
              onPressEnter={look}
            />
          </Labelled>
          {desk.refused && <Notice tone="red">{desk.refused.text}</Notice>}
          <ActButton kind="filled" busy={desk.busy === 'look'} blocked={lack} onClick={look}>
            查询进度
          </ActButton>
        </div>
      </Card>
    </Frame>
  )
}
