import {
  BankOutlined,
  MedicineBoxOutlined,
  RightOutlined,
  SafetyCertificateOutlined,
} from '@ant-design/icons'
import { useEffect, type ReactNode } from 'react'
import type { Me } from '#core/identity/contract.ts'
import { go, Link, useSearch } from '#ui/nav.tsx'
import { Ring } from './Ring.tsx'
import { keepMe, localAddress } from './session.tsx'
import { SignInForm } from './SignInForm.tsx'
import { Wordmark } from './Wordmark.tsx'
import './sign-in.css'

export function SignInPage() {
  const [search] = useSearch()
  useEffect(() => {
    document.title = '登录 · 追溯'
  }, [])
  function enter(me: Me) {
    keepMe(me)
    go(localAddress(search['to']), { replace: true })
  }
  return (
    <SignInFrame>
      <h1>登录</h1>
      <SignInForm onSignedIn={enter} />
      <Doors />
    </SignInFrame>
  )
}

/** Left the idea in one picture, right what is to be done. */
export function SignInFrame({ children }: { children: ReactNode }) {
  return (
    <div className="w-in">
      <section className="w-in-left">
        <div>
          <Wordmark large />
          <p>麻醉药品、精神药品保管与监管</p>
        </div>
        <Ring />
        <div className="w-in-foot">
          <span>
            <SafetyCertificateOutlined />
            每笔记录留有指纹，可重新核验
          </span>
          <a href="/api/docs">接口文档</a>
        </div>
      </section>
      <section className="w-in-right">
        <div className="w-in-box">{children}</div>
        <div className="w-in-foot">仅限授权人员使用，全部操作留痕</div>
      </section>
    </div>
  )
}

function Doors() {
  return (
    <>
      <div className="w-in-first">单位首次使用</div>
      <div className="w-in-doors">
        <Link to="/onboarding/institution">
          <MedicineBoxOutlined />
          <span>
            <b>医疗机构入驻</b>
            <span className="z-caption">备好执业许可证</span>
          </span>
          <RightOutlined />
        </Link>
        <Link to="/onboarding/authority">
          <BankOutlined />
          <span>
            <b>主管部门入驻</b>
            <span className="z-caption">组织信息、管辖区划</span>
          </span>
          <RightOutlined />
        </Link>
      </div>
      <div className="w-in-later">
        <Link to="/onboarding/query">已提交，查询入驻进度</Link>
      </div>
    </>
  )
}
