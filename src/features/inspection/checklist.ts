/** What is looked at, as data with versions: a record keeps the version that was walked. */
export const inspectionKinds = ['special', 'patrol'] as const
export type InspectionKind = (typeof inspectionKinds)[number]
export const inspectionKindTitle: Record<InspectionKind, string> = {
  special: '专项检查',
  patrol: '值班巡查',
}

export interface ChecklistItem {
  /** Never reused for another question. */
  readonly code: string
  readonly group: string
  readonly text: string
}

export interface Checklist {
  readonly kind: InspectionKind
  readonly version: number
  /** The first day on which it is walked. */
  readonly from: string
  readonly items: readonly ChecklistItem[]
}

const group = (title: string, items: Readonly<Record<string, string>>): ChecklistItem[] =>
  Object.entries(items).map(([code, text]) => ({ code, group: title, text }))

/**
 * 专项检查: items of regulations §9 that somebody must look at on the spot; 值班巡查: 卫医发〔2005〕438号 Art 5 names the
 * system, what is looked at is local practice. A new version is a new entry; an entry never changes.
 */
export const checklists: readonly Checklist[] = [
  {
    kind: 'special',
    version: 1,
    from: '2020-01-01',
    items: [
      ...group('组织与人员', {
        S01: '管理机构、职责、制度现行有效，人员知晓',
        S02: '处方权、调剂资格在有效期内，培训考核有记录',
      }),
      ...group('储存', {
        S03: '专库或保险柜双人双锁，钥匙、密码分开保管',
        S04: '防盗、报警、视频正常，视频保存不少于 180 天',
        S05: '库存量合理，无过期药品，近效期已登记',
        S06: '账、物、批号相符，现场抽点一致',
        S07: '基数经批准、不超量，月检查表齐全',
        S08: '交接班记录连续，签字齐全',
      }),
      ...group('验收与账册', {
        S09: '货到即验，双人验收到最小包装，票、账、货一致',
        S10: '专用账册项目齐全，进出逐笔登记',
      }),
      ...group('处方与使用', {
        S11: '处方项目完整，诊断与用法用量相符，签名与留样一致',
        S12: '处方逐日编号，专册登记完整，专人保管',
        S13: '长期用药患者知情同意书、证件复印件、三个月复诊齐全',
        S14: '残余药液双人处理，逐笔登记，照片齐全',
      }),
      ...group('回收与销毁', {
        S15: '空安瓿、废贴数量与批号相符，专人回收、监督销毁',
        S16: '患者无偿交回登记，未再使用',
        S17: '过期、损坏药品在卫生主管部门监督下销毁',
      }),
      ...group('报送与整改', {
        S18: '处方医师名单、月度数量按期报送，有回执',
        S19: '借用备案、丢失报告及时，上次检查问题已整改',
      }),
    ],
  },
  {
    kind: 'patrol',
    version: 1,
    from: '2020-01-01',
    items: [
      ...group('安全', {
        P01: '门、窗、通风口完好，已关闭',
        P02: '库门、保险柜、药柜已上锁，封签完好',
        P03: '防盗报警已布防，试报警正常',
        P04: '视频画面清晰，时间准确，无遮挡',
        P05: '无无关人员停留，无杂物、明火',
      }),
      ...group('环境', {
        P06: '温度、湿度在规定范围，有记录',
        P07: '冷藏设备运行正常，消防器材在位',
        P08: '无漏水、鼠害痕迹',
      }),
    ],
  },
]

/** The list in force on a day. */
export function checklistOn(kind: InspectionKind, day: string): Checklist {
  const list =
    checklists.findLast((c) => c.kind === kind && c.from <= day) ?? checklists.find((c) => c.kind === kind)
  if (!list) throw new Error(`assertion failed: no checklist of ${kind}`)
  return list
}

const words = new Map(checklists.flatMap((c) => c.items.map((i) => [i.code, i])))
/** The words of an item of any version. */
export const itemText = (code: string): string => words.get(code)?.text ?? code
