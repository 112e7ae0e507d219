import type { DrugName } from '#core/contract.ts'
import type { Evidence } from '#core/files/contract.ts'
import type { FlowLink, FlowNode } from '#ui/CustodyFlow.tsx'
import type { LifeColumn, LifeUnit } from '#ui/CodeLife.tsx'

/** Everything here is invented. */
export const code = '81902360038471950266'

export const sufentanil: DrugName = {
  drugId: 1,
  name: '枸橼酸舒芬太尼注射液',
  spec: '1ml:50µg',
  unit: '支',
  drugClass: 'NAR',
}

export function evidence(n: number): Evidence {
  return {
    sha256: String(n).repeat(64),
    mime: 'image/jpeg',
    bytes: 1,
    takenAt: `2026-11-23T11:5${n}:04+08:00`,
  }
}

/** A drawn picture stands in for a photograph. */
export function picture(hue: number): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 100"><rect width="120" height="100" fill="hsl(${hue} 18% 62%)"/><rect x="12" y="16" width="96" height="68" rx="8" fill="hsl(${hue} 14% 84%)"/><rect x="28" y="44" width="52" height="11" rx="3" fill="#fff" stroke="#5E6878" transform="rotate(-14 60 50)"/><path d="M78 40l20-5" stroke="#5E6878" stroke-width="2"/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

export const flowNodes: FlowNode[] = [
  { id: 'issue', col: 0, title: '手术药房', figure: 2, unit: '支', lines: ['李倩 发药', '周婧 复核，10:05'] },
  { id: 'open', col: 1, title: '开启', figure: 2, unit: '支', lines: ['10:22', '10:58'], inside: true },
  {
    id: 'content',
    col: 2,
    title: '药液',
    figure: 100,
    unit: 'μg',
    inside: true,
    tone: 'focus',
    remain: { text: '尚余 0 μg', tone: 'green' },
  },
  {
    id: 'empty',
    col: 2,
    title: '空安瓿',
    figure: 2,
    unit: '个',
    inside: true,
    remain: { text: '尚余 1 个', tone: 'amber' },
  },
  {
    id: 'given',
    col: 3,
    title: '给药 3 次',
    figure: 70,
    unit: 'μg',
    tone: 'closed',
    lines: ['患者 邓**，静脉注射', '10:24、11:05、11:31'],
  },
  {
    id: 'wasted',
    col: 3,
    title: '弃去',
    figure: 30,
    unit: 'μg',
    tone: 'closed',
    lines: ['陈思远，见证 周婧', '11:52，3 张照片'],
  },
  {
    id: 'back',
    col: 3,
    title: '回收箱',
    figure: 1,
    unit: '个',
    tone: 'closed',
    lines: ['周婧 送回，李倩 回收，12:06'],
  },
  { id: 'owed', col: 3, title: '尚欠', figure: 1, unit: '个', tone: 'owed', lines: ['陈思远，17:30 前交回'] },
]

export const flowLinks: FlowLink[] = [
  { from: 'issue', to: 'open', value: 2, unit: '支' },
  { from: 'open', to: 'content', value: 100, unit: 'μg' },
  { from: 'open', to: 'empty', value: 2, unit: '个', tone: 'container' },
  { from: 'content', to: 'given', value: 70, unit: 'μg' },
  { from: 'content', to: 'wasted', value: 30, unit: 'μg' },
  { from: 'empty', to: 'back', value: 1, unit: '个', tone: 'container' },
  { from: 'empty', to: 'owed', value: 1, unit: '个', tone: 'owed' },
]

export const lifeColumns: LifeColumn[] = [
  { key: 's', title: '供应商', lines: ['湖南楚湘医药', '11-09 08:40', '送货 罗建军'] },
  { key: '1', title: '一级库', lines: ['A 柜 02 层', '11-09 09:12', '王雪梅、李振华'] },
  { key: '2', title: '手术药房', lines: ['拆零贴码', '11-12 10:30', '李倩、周婧'] },
  { key: '3', title: '智能柜 3 号', lines: ['抽屉 07', '11-12 10:52', '李倩、周婧'] },
  { key: 'h', title: '领用在手', lines: ['麻醉医师', '按手术', '发药、复核'] },
  { key: 'u', title: '给药、弃去', lines: ['患者、水池', '按手术', '执行、见证'] },
  { key: 'e', title: '空安瓿', lines: ['回收箱', '当日', '李倩'] },
  { key: 'd', title: '销毁', lines: ['后勤楼 102', '11-20 15:00', '王雪梅、刘国栋'] },
]

export const lifeUnits: LifeUnit[] = [
  ...['01', '02', '03', '04'].map((no) => ({ no, end: 7, tone: 'green' as const, text: '已销毁' })),
  ...['05', '06'].map((no) => ({ no, end: 6, tone: 'blue' as const, text: '空安瓿待销毁' })),
  { no: '07', end: 4, tone: 'red', text: '陈思远 在手', note: 'SS-1123-014，超 44 分钟' },
  ...['08', '09'].map((no) => ({ no, end: 3, tone: 'blue' as const, text: '在柜' })),
  { no: '10', end: 4, tone: 'grey', text: '破碎，已报损', note: '11-18 落地，碎片已收，两人登记' },
]
