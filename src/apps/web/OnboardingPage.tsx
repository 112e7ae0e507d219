import { Card } from '#ui/Card.tsx'
import { Link, useParams } from '#ui/nav.tsx'
import { Page as PageFrame } from '#ui/Page.tsx'
import { Wordmark } from './Wordmark.tsx'
import './sign-in.css'

const papers = {
  institution: {
    title: '医疗机构入驻',
    list: [
      ['医疗机构执业许可证', '正本或副本扫描件，登记号与有效期清楚可读'],
      ['麻醉药品、第一类精神药品购用印鉴卡', '有效期内，附批准部门与印鉴页'],
      ['机构负责人、医疗管理与药学部门负责人', '姓名、职务、联系电话'],
      ['专人管理名单', '药库、药房保管人员，培训考核合格证明'],
      ['有处方权和调剂资格的人员名单', '姓名、科室、资格取得日期'],
      ['储存设施', '专库、专柜位置，双锁与监控情况'],
    ],
  },
  authority: {
    title: '主管部门入驻',
    list: [
      ['组织信息', '单位全称、统一社会信用代码、主管处室'],
      ['管辖区划', '省、市、县区行政区划代码'],
      ['职责依据', '职责文件或授权文件'],
      ['账号管理员', '姓名、职务、工作电话、单位证明'],
    ],
  },
} as const

/** Says what to prepare while the flow itself is not open yet. */
export function Page() {
  const { kind } = useParams()
  const { title, list } = papers[kind === 'authority' ? 'authority' : 'institution']
  return (
    <div className="w-papers">
      <Link to="/sign-in">
        <Wordmark large />
      </Link>
      <div style={{ margin: '24px -24px 0' }}>
        <PageFrame
          title={title}
          scope="网上办理即将开放，请先备好下列材料"
          actions={<Link to="/sign-in">返回登录</Link>}
        >
          <Card title="需要的材料" scope={`${list.length} 项`} flush>
            <ul>
              {list.map(([name, what]) => (
                <li key={name}>
                  <b>{name}</b>
                  <span>{what}</span>
                </li>
              ))}
            </ul>
          </Card>
        </PageFrame>
      </div>
    </div>
  )
}
