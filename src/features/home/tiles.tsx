import type { OutputOf } from '#core/contract.ts'
import type { readLedgerState } from '#core/ledger/contract.ts'
import { qualifications } from '#core/identity/permissions.ts'
import type { Figure } from '#ui/Figures.tsx'
import { timeText } from '#ui/format.ts'
import type { Home } from './contract.ts'

/** 专人管理: people, how many may act, who is next to lose the right. */
function people({ people: p }: Home): Figure {
  const lapsed = p.registered - p.qualified
  return {
    key: 'people',
    title: '专人管理',
    figure: p.registered,
    words: `人在册，资格有效 ${p.qualified} 人`,
    to: '/staff',
    tag:
      p.expiring > 0
        ? { tone: 'amber', text: `${p.expiring} 项将到期` }
        : { tone: 'green', text: '资格都在效期' },
    foot: p.next
      ? {
          text: `${p.next.name} ${qualifications[p.next.type]}`,
          due: `${p.next.validTo.slice(5)} 到期`,
          dueTone: 'amber',
        }
      : { text: lapsed > 0 ? `${lapsed} 人没有有效资格，不能办理` : '60 天内没有到期' },
  }
}

/** 专柜加锁: which places hold something. Whether they are locked nobody knows until locks are connected. */
function places({ places: p }: Home): Figure {
  return {
    key: 'places',
    title: '专柜加锁',
    figure: p.holding,
    words: `处有存货，共 ${p.places} 处库柜`,
    to: '/stock?view=list',
    tag: { tone: 'grey', text: '锁、视频 无数据' },
    foot: { text: '智能锁与监控尚未接入' },
  }
}

type LedgerState = OutputOf<typeof readLedgerState>

/** What the last recomputation of all books found; nothing is claimed before one has run. */
function checked(ledger: LedgerState | undefined): NonNullable<Figure['tag']> {
  if (!ledger?.checkedAt) return { tone: 'grey', text: '尚未核账' }
  return ledger.findings === 0
    ? { tone: 'green', text: '账平' }
    : { tone: 'red', text: `${ledger.findings} 处不符` }
}

function books({ books: b }: Home, ledger: LedgerState | undefined): Figure {
  const last = b.lastAt ? `最近一笔 ${timeText(b.lastAt)}` : '今天还没有出入账'
  return {
    key: 'books',
    title: '专用账册',
    figure: b.movementsToday,
    words: '笔今日已入账',
    to: '/ledger',
    tag: checked(ledger),
    foot: ledger?.checkedAt ? { text: last, due: `${timeText(ledger.checkedAt)} 核账` } : { text: last },
  }
}

function prescriptions({ prescriptions: p }: Home): Figure {
  return {
    key: 'prescriptions',
    title: '专用处方',
    figure: p.surgeries + p.prescriptions,
    words: p.surgeries + p.prescriptions > 0 ? '张今日领用，编号连续' : '张今日领用',
    to: '/issues',
    foot: { text: `手术 ${p.surgeries} 台，处方 ${p.prescriptions} 张` },
  }
}

function registers({ registers: r }: Home): Figure {
  return {
    key: 'registers',
    title: '专册登记',
    figure: r.recordsToday,
    words: '条今日使用记录',
    to: '/issues?state=open',
    ...(r.open > 0
      ? { tag: { tone: 'amber' as const, text: `${r.open} 份未登完` } }
      : r.recordsToday > 0
        ? { tag: { tone: 'green' as const, text: '已登完' } }
        : {}),
    foot: { text: '使用、残余、空安瓿逐支登记' },
  }
}

/** The five 专 read as a row of five sentences. */
export const tiles = (home: Home, ledger: LedgerState | undefined): Figure[] => [
  people(home),
  places(home),
  books(home, ledger),
  prescriptions(home),
  registers(home),
]
