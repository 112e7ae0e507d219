/** Invented cases of a demonstration week. Content in µg of sufentanil given out of what was opened. */
export interface DemoCase {
  readonly title: string
  readonly room: string
  readonly doctor: '陈思远' | '林悦'
  readonly account: string
  readonly patient: { name: string; sex: '男' | '女'; age: number; recordNo: string }
  readonly diagnosis: string
  /** Ampoules of sufentanil (50 µg each) and what of them was given. */
  readonly units: number
  readonly givenUg: number
  /** One ampoule of remifentanil is drawn and comes back unopened. */
  readonly returned?: boolean
}

const chen = { doctor: '陈思远', account: 'chensiyuan@lushan' } as const
const lin = { doctor: '林悦', account: 'linyue@lushan' } as const

export const cases: readonly DemoCase[] = [
  {
    ...chen,
    title: '腹腔镜胆囊切除术',
    room: '手术 2 间',
    patient: { name: '何建国', sex: '男', age: 61, recordNo: '0481900211' },
    diagnosis: '胆囊结石',
    units: 2,
    givenUg: 75,
    returned: true,
  },
  {
    ...lin,
    title: '甲状腺部分切除术',
    room: '手术 4 间',
    patient: { name: '彭秀英', sex: '女', age: 47, recordNo: '0481900345' },
    diagnosis: '甲状腺结节',
    units: 1,
    givenUg: 40,
  },
  {
    ...chen,
    title: '腹股沟疝修补术',
    room: '手术 1 间',
    patient: { name: '周世杰', sex: '男', age: 33, recordNo: '0481900467' },
    diagnosis: '右侧腹股沟斜疝',
    units: 1,
    givenUg: 50,
  },
  {
    ...lin,
    title: '剖宫产术',
    room: '手术 6 间',
    patient: { name: '刘思琪', sex: '女', age: 29, recordNo: '0481900580' },
    diagnosis: '胎位异常',
    units: 1,
    givenUg: 25,
    returned: true,
  },
  {
    ...chen,
    title: '全髋关节置换术',
    room: '手术 3 间',
    patient: { name: '谢桂生', sex: '男', age: 72, recordNo: '0481900612' },
    diagnosis: '股骨头坏死',
    units: 3,
    givenUg: 120,
  },
  {
    ...lin,
    title: '乳腺改良根治术',
    room: '手术 5 间',
    patient: { name: '曾玉兰', sex: '女', age: 55, recordNo: '0481900733' },
    diagnosis: '右乳癌',
    units: 2,
    givenUg: 85,
  },
  {
    ...chen,
    title: '阑尾切除术',
    room: '手术 2 间',
    patient: { name: '熊志强', sex: '男', age: 24, recordNo: '0481900855' },
    diagnosis: '急性阑尾炎',
    units: 1,
    givenUg: 35,
  },
  {
    ...lin,
    title: '腰椎间盘摘除术',
    room: '手术 4 间',
    patient: { name: '欧阳德', sex: '男', age: 50, recordNo: '0481900901' },
    diagnosis: '腰椎间盘突出',
    units: 2,
    givenUg: 100,
    returned: true,
  },
]
