import type { ReactNode } from 'react'
import type { Application } from './contract.ts'
import { regionName } from './regions.ts'
import { kindTitle, ownershipTitle } from './words.ts'

const code = (text: string | null) => (text ? <span className="z-code">{text}</span> : '—')

/** What was filled in, in the order of the form. */
export function factsOf(of: Application): { label: string; value: ReactNode }[] {
  const institution = of.kind === 'institution'
  return [
    { label: '类别', value: kindTitle[of.kind] },
    { label: institution ? '机构代码' : '组织代码', value: code(of.orgCode) },
    { label: '统一社会信用代码', value: code(of.creditCode) },
    ...(institution
      ? [
          { label: '登记号', value: code(of.licenceNo) },
          {
            label: '许可证有效期',
            value: of.licenceFrom && of.licenceTo ? `${of.licenceFrom} 至 ${of.licenceTo}` : '—',
          },
          { label: '机构性质', value: of.ownership ? ownershipTitle[of.ownership] : '—' },
          { label: '等级', value: of.grade ?? '—' },
        ]
      : []),
    { label: '负责人', value: of.head ?? '—' },
    { label: '联系电话', value: of.phone ?? '—' },
    { label: institution ? '所在区划' : '管辖区划', value: of.region ? regionName(of.region) : '—' },
    { label: '详细地址', value: of.address ?? '—' },
    { label: institution ? '所属管理部门' : '上级主管部门', value: of.authority },
    {
      label: '默认管理员',
      value: (
        <>
          {of.adminName ?? '—'}　{of.adminAccount && code(`${of.adminAccount}@${of.orgCode}`)}
        </>
      ),
    },
  ]
}
