import type { Random } from './random.ts'

const surnames = [
  ...'王李张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
]
const given = [
  ...'安邦彬波博昌超晨诚川春达丹德栋芳飞峰凤刚光国海涵航浩恒红宏华怀欢辉慧佳嘉建健江杰洁金津晶静娟军君凯康科坤兰雷磊莉立丽良亮琳玲龙露梅梦敏明娜宁鹏萍平琪琦强青清庆秋荣蓉瑞睿思涛婷伟文武霞翔小晓欣新秀雪雅妍艳阳洋瑶烨怡逸英勇宇雨玉媛远月悦云韵泽珍振正志智忠卓子',
]

/** An invented person's name of two or three characters. */
export function nameOf(random: Random): string {
  const name = random.pick(surnames) + random.pick(given)
  return random.chance(0.72) ? name + random.pick(given) : name
}

/** Invented names of hospitals; the counties are real only as region codes. */
const hills = [
  '云麓',
  '青岚',
  '白鹭',
  '金石',
  '枫林',
  '兰溪',
  '松阳',
  '碧湘',
  '南屏',
  '鹿鸣',
  '银杏',
  '映山',
  '玉泉',
  '九曲',
  '梅溪',
  '听涛',
  '望城坡',
  '香樟',
  '岳秀',
  '清江',
]
const kinds = ['人民医院', '中心医院', '中医医院', '妇幼保健院', '第二医院'] as const
const regions = [
  '430102',
  '430103',
  '430104',
  '430105',
  '430111',
  '430112',
  '430121',
  '430181',
  '430182',
] as const

/** Name and region of the n-th hospital: no two are the same up to a hundred. */
export function hospitalOf(n: number): { name: string; region: string } {
  const hill = hills[n % hills.length] ?? ''
  const kind = kinds[(Math.floor(n / hills.length) + n) % kinds.length] ?? ''
  return { name: `${hill}${kind}`, region: regions[n % regions.length] ?? regions[0] }
}

export interface Patient {
  readonly name: string
  readonly sex: '男' | '女'
  readonly age: number
  readonly recordNo: string
}

export function patientOf(random: Random, age: { readonly low: number; readonly high: number }): Patient {
  return {
    name: nameOf(random),
    sex: random.chance(0.5) ? '男' : '女',
    age: random.int(age.low, age.high),
    recordNo: `0${random.int(400_000_000, 499_999_999)}`,
  }
}
