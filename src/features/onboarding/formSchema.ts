import { z } from 'zod'
import { form } from './contract.ts'
import { isRegion } from './regions.ts'

// The forms as they are handed in: what a draft may leave out is wanted here, and each kind has its own words.

const chosen = (title: string) =>
  z.custom<number>((v) => typeof v === 'number', `请选择${title}`).meta({ title })
const region = (title: string) =>
  z.custom<string>((v) => typeof v === 'string' && isRegion(v), `请选择${title}`).meta({ title })
/** The copies are no field of the act that saves: they go one by one. */
const papers = z.unknown().optional().meta({ title: '证照' })
const administrator = {
  adminName: form.adminName.unwrap(),
  adminAccount: form.adminAccount.unwrap(),
}

/** `known`: a password was chosen before and may stay. */
export function institutionForm(known: boolean) {
  return z.object({
    name: form.name.meta({ title: '机构名称' }),
    creditCode: form.creditCode.unwrap(),
    licenceNo: form.licenceNo.unwrap().meta({ title: '执业许可证登记号' }),
    licenceFrom: form.licenceFrom.unwrap().meta({ title: '许可证有效期自' }),
    licenceTo: form.licenceTo.unwrap().meta({ title: '许可证有效期至' }),
    ownership: form.ownership.unwrap(),
    grade: form.grade.unwrap(),
    head: form.head.unwrap().meta({ title: '机构负责人' }),
    phone: form.phone.unwrap(),
    region: region('所在区划'),
    address: form.address.unwrap(),
    authorityId: chosen('所属管理部门'),
    ...administrator,
    password: (known ? form.password : form.password.unwrap()).meta({ title: '默认管理员密码' }),
    papers,
  })
}

export function authorityForm(known: boolean) {
  return z.object({
    name: form.name.meta({ title: '组织名称' }),
    creditCode: form.creditCode.unwrap(),
    head: form.head.unwrap().meta({ title: '组织负责人' }),
    phone: form.phone.unwrap(),
    region: region('管辖区划'),
    address: form.address.unwrap(),
    authorityId: chosen('上级主管部门'),
    ...administrator,
    password: (known ? form.password : form.password.unwrap()).meta({ title: '默认管理员密码' }),
    papers,
  })
}

export const sectionsOf = {
  institution: [
    {
      title: '机构信息',
      keys: [
        'name',
        'creditCode',
        'licenceNo',
        'ownership',
        'licenceFrom',
        'licenceTo',
        'grade',
        'head',
        'phone',
      ],
    },
    { title: '所在地与管理部门', keys: ['region', 'address', 'authorityId'] },
    { title: '默认管理员', keys: ['adminName', 'adminAccount', 'password'] },
    { title: '证照', keys: ['papers'] },
  ],
  authority: [
    { title: '组织信息', keys: ['name', 'creditCode', 'head', 'phone'] },
    { title: '辖区与上级', keys: ['region', 'address', 'authorityId'] },
    { title: '默认管理员', keys: ['adminName', 'adminAccount', 'password'] },
    { title: '职责依据', keys: ['papers'] },
  ],
} as const
