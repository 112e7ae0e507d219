/**
 * The controlled substance in a product's name. Limits and overlap go by substance: a patch and an ampoule of
 * fentanyl are the same one. Names of the 2025 lists that hospitals use (目录 2025 年版), and 罂粟壳.
 */
const names = [
  '二氢埃托啡',
  '双氢可待因',
  '氢吗啡酮',
  '阿芬太尼',
  '瑞芬太尼',
  '舒芬太尼',
  '芬太尼',
  '布桂嗪',
  '可待因',
  '氢可酮',
  '美沙酮',
  '吗啡',
  '奥赛利定',
  '羟考酮',
  '哌替啶',
  '福尔可定',
  '罂粟壳',
  '泰吉利定',
  '丁丙诺啡',
  '羟丁酸',
  '艾司氯胺酮',
  '氯胺酮',
  '哌甲酯',
  '咪达唑仑',
  '司可巴比妥',
  '他喷他多',
  '三唑仑',
  '阿普唑仑',
  '布托啡诺',
  '氯巴占',
  '氯硝西泮',
  '右美沙芬',
  '地佐辛',
  '地西泮',
  '地达西尼',
  '依他佐辛',
  '艾司唑仑',
  '劳拉西泮',
  '莫达非尼',
  '纳布啡',
  '硝西泮',
  '奥沙西泮',
  '喷他佐辛',
  '吡仑帕奈',
  '苯巴比妥',
  '瑞马唑仑',
  '曲马多',
  '扎来普隆',
  '佐匹克隆',
  '唑吡坦',
  '地芬诺酯',
] as const

/** The longest name that stands in it; a product with none of them is its own substance. */
export function ingredientOf(productName: string): string {
  const found = names.filter((n) => productName.includes(n))
  return found.toSorted((a, b) => b.length - a.length)[0] ?? productName
}
