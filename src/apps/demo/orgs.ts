import type { Qualification } from '#core/identity/permissions.ts'

/** Invented organisations and people for a demonstration; nobody here exists. */
export const demoPassword = 'Zhuisu-2026'
export const demoPin = '246810'

export const authorities = [
  { code: 'hnwjw', name: '湖南省卫生健康委员会', region: '430000', parent: undefined },
  { code: 'cswjw', name: '长沙市卫生健康委员会', region: '430100', parent: 'hnwjw' },
  { code: 'csyjj', name: '长沙市市场监督管理局', region: '430100', parent: undefined },
] as const

export const institutions = [
  {
    code: 'lushan',
    name: '长沙市麓山中心医院',
    grade: '三级甲等',
    region: '430104',
    supervisedBy: ['cswjw', 'csyjj'],
    card: {
      address: '长沙市岳麓区枫林路 188 号',
      legalPerson: '谭建国',
      medHead: '罗文静',
      pharmHead: '刘国栋',
      leftDays: 640,
    },
  },
  {
    code: 'huaichuan',
    name: '浏阳市淮川人民医院',
    grade: '二级甲等',
    region: '430181',
    supervisedBy: ['cswjw', 'csyjj'],
    card: {
      address: '浏阳市淮川街道人民路 26 号',
      legalPerson: '彭志强',
      medHead: '何晓岚',
      pharmHead: '谭勇',
      leftDays: 64,
    },
  },
] as const

export const departments = [
  { code: '01', name: '药学部', parent: undefined },
  { code: '0101', name: '药库', parent: '01' },
  { code: '0102', name: '手术药房', parent: '01' },
  { code: '0103', name: '住院药房', parent: '01' },
  { code: '02', name: '麻醉手术科', parent: undefined },
  { code: '03', name: '肿瘤内科', parent: undefined },
  { code: '04', name: '重症医学科', parent: undefined },
  { code: '09', name: '信息科', parent: undefined },
] as const

export interface DemoPerson {
  readonly account: string
  readonly name: string
  readonly title: string
  readonly department?: string
  readonly roles: readonly string[]
  readonly qualifications?: readonly Qualification[]
  /** How long the qualifications still run; about two years when absent. */
  readonly validDays?: number
  readonly card?: string
}

export const people: Record<string, readonly DemoPerson[]> = {
  lushan: [
    {
      account: 'wangxuemei@lushan',
      name: '王雪梅',
      title: '药库保管员',
      department: '0101',
      roles: ['VAULT_KEEPER'],
      qualifications: ['handle'],
      card: '0010001',
    },
    {
      account: 'lizhenhua@lushan',
      name: '李振华',
      title: '药库保管员',
      department: '0101',
      roles: ['VAULT_KEEPER'],
      qualifications: ['handle'],
      card: '0010002',
    },
    {
      account: 'liqian@lushan',
      name: '李倩',
      title: '手术药房药师',
      department: '0102',
      roles: ['DISPENSER'],
      qualifications: ['dispense', 'handle'],
      card: '0010003',
    },
    {
      account: 'hezhiyuan@lushan',
      name: '何志远',
      title: '手术药房药师',
      department: '0102',
      roles: ['DISPENSER'],
      qualifications: ['dispense', 'handle'],
    },
    {
      account: 'pengli@lushan',
      name: '彭丽',
      title: '住院药房药师',
      department: '0103',
      roles: ['DISPENSER'],
      qualifications: ['dispense', 'handle'],
      validDays: 27,
    },
    {
      account: 'chensiyuan@lushan',
      name: '陈思远',
      title: '麻醉医师',
      department: '02',
      roles: ['ANAESTHETIST'],
      qualifications: ['prescribe', 'handle'],
      card: '0010006',
    },
    {
      account: 'linyue@lushan',
      name: '林悦',
      title: '麻醉医师',
      department: '02',
      roles: ['ANAESTHETIST'],
      qualifications: ['prescribe', 'handle'],
    },
    {
      account: 'zhoujing@lushan',
      name: '周婧',
      title: '手术室护士',
      department: '02',
      roles: ['NURSE'],
      qualifications: ['handle'],
      card: '0010008',
    },
    {
      account: 'zhaomin@lushan',
      name: '赵敏',
      title: '专管护士',
      department: '03',
      roles: ['NURSE'],
      qualifications: ['handle'],
    },
    {
      account: 'sunli@lushan',
      name: '孙立',
      title: '肿瘤内科医师',
      department: '03',
      roles: ['PRESCRIBER'],
      qualifications: ['prescribe', 'handle'],
    },
    { account: 'qianming@lushan', name: '钱明', title: '规培医师', department: '03', roles: ['PRESCRIBER'] },
    {
      account: 'liuguodong@lushan',
      name: '刘国栋',
      title: '药学部主任',
      department: '01',
      roles: ['PHARMACY_HEAD'],
      qualifications: ['dispense', 'handle'],
    },
    { account: 'tanjianguo@lushan', name: '谭建国', title: '院长', department: '09', roles: ['ORG_HEAD'] },
    { account: 'admin@lushan', name: '郑涛', title: '系统管理员', department: '09', roles: ['ADMIN'] },
  ],
  huaichuan: [
    {
      account: 'tanyong@huaichuan',
      name: '谭勇',
      title: '药库保管员',
      department: '0101',
      roles: ['VAULT_KEEPER'],
      qualifications: ['handle'],
    },
    {
      account: 'xiaohong@huaichuan',
      name: '肖虹',
      title: '药库保管员',
      department: '0101',
      roles: ['VAULT_KEEPER'],
      qualifications: ['handle'],
    },
  ],
  cswjw: [{ account: 'hemingyuan@cswjw', name: '贺明远', title: '医政药政处科长', roles: ['INSPECTOR'] }],
  csyjj: [{ account: 'tangwei@csyjj', name: '唐薇', title: '药品监管科', roles: ['INSPECTOR'] }],
  hnwjw: [{ account: 'fengjie@hnwjw', name: '冯洁', title: '药政处', roles: ['INSPECTOR'] }],
}

export const locations = [
  { code: 'A01', name: '一级库 A 柜', kind: 'store', tier: 1, department: '0101' },
  { code: 'A09', name: '药库待查柜', kind: 'quarantine', tier: 1, department: '0101' },
  { code: 'B01', name: '手术药房', kind: 'store', tier: 2, department: '0102' },
  { code: 'B02', name: '手术药房回收箱', kind: 'recovery', tier: 2, department: '0102' },
  { code: 'B11', name: '智能柜 3 号', kind: 'cabinet', tier: 2, department: '02' },
  { code: 'C01', name: '住院药房', kind: 'store', tier: 2, department: '0103' },
  { code: 'C02', name: '住院药房回收箱', kind: 'recovery', tier: 2, department: '0103' },
  { code: 'W03', name: '肿瘤内科药柜', kind: 'ward', tier: 3, department: '03' },
  { code: 'W04', name: '重症医学科药柜', kind: 'ward', tier: 3, department: '04' },
] as const

export const suppliers = [
  {
    code: 'CX',
    name: '湖南楚湘医药有限公司',
    licenceNo: '湘AA7310001',
    licenceValidTo: '2029-06-30',
    contact: '罗建军',
    phone: '0731-88000001',
    licences: [{ kind: 'wholesale', licenceNo: '湘麻精批 2024-003', validTo: '2029-06-30' }],
  },
  {
    code: 'XK',
    name: '湖南湘康医药股份有限公司',
    licenceNo: '湘AA7310022',
    licenceValidTo: '2027-03-31',
    contact: '邓梅',
    phone: '0731-88000002',
    licences: [{ kind: 'wholesale', licenceNo: '湘麻精批 2024-007', validTo: '2029-03-31' }],
  },
] as const

/** Formulary of the demonstration hospital: product code → who makes it, how it is packed, its code prefixes by level. */
export const formulary = [
  { product: 'NAR017', manufacturer: '宜昌峡江药业', low: 400, high: 2000, prefixes: { '8190236': [1, 10] } },
  { product: 'NAR020', manufacturer: '宜昌峡江药业', low: 300, high: 1500, prefixes: { '8107742': [1, 10] } },
  { product: 'NAR012', manufacturer: '江城制药', low: 200, high: 1000, prefixes: { '8134507': [1, 10] } },
  {
    product: 'NAR002',
    manufacturer: '沈阳东陵药业',
    low: 150,
    high: 600,
    prefixes: { '8121150': [1, 10], '8121151': [2, 100], '8121152': [3, 500] },
  },
  { product: 'NAR025', manufacturer: '青昆制药', low: 60, high: 200, prefixes: { '8155093': [1, 10] } },
  { product: 'PS1005', manufacturer: '彭城制药', low: 200, high: 800, prefixes: { '8162348': [1, 10] } },
  { product: 'PS1001', manufacturer: '江城制药', low: 80, high: 300, prefixes: { '8118825': [1, 10] } },
  {
    product: 'NAR015',
    manufacturer: '江城制药',
    low: 20,
    high: 100,
    pack: 5,
    prefixes: { '8137719': [1, 5] },
  },
  { product: 'NAR031', manufacturer: '北辰药业', low: 300, high: 2000, prefixes: { '8166010': [1, 10] } },
] as const
