import { classTitle } from '#core/contract.ts'
import { capital } from '#core/reports/rules.ts'
import { instantText, num } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { useQrCode } from '#ui/useQrCode.ts'
import type { LedgerPage, LedgerRow } from './contract.ts'
import { shortTitle } from './rules.ts'

/** The legal columns in legal order (卫医发〔2005〕438号 Art 12, form 表4); a dropped one would void the sheet. */
const heads = [
  '日期',
  '凭证号',
  '领用部门',
  '批号',
  '有效期至',
  '收入',
  '发出',
  '结存',
  '发药人',
  '复核人',
  '领用签字',
  '备注',
] as const
const sheetRows = 14

const day = (instant: string): string => instantText(instant).slice(5, 10)
const amount = (n: number): string => (n === 0 ? '' : num(n))

function note(row: LedgerRow): string {
  if (row.reversesId !== null) return `红冲${row.reason ? `，${row.reason}` : ''}`
  if (row.reversedById !== null) return '已红冲'
  return row.reason ?? ''
}

function Line({ row }: { row: LedgerRow }) {
  return (
    <tr
      data-red={row.reversesId === null ? undefined : ''}
      onClick={() => go(`/movements/${row.movementId}`)}
    >
      <td data-one>{day(row.occurredAt)}</td>
      <td data-one>{row.voucherNo}</td>
      <td>{shortTitle(row.counterparty)}</td>
      <td data-one>{row.lotNo}</td>
      <td data-one>{row.expiry.slice(0, 7)}</td>
      <td data-figure>{amount(row.inUnits)}</td>
      <td data-figure>{amount(row.outUnits)}</td>
      <td data-figure>
        <b>{num(row.balanceUnits)}</b>
      </td>
      <td data-one>{row.actor}</td>
      <td data-one>{row.witness}</td>
      <td data-one>{row.receiver}</td>
      <td title={note(row)}>{note(row)}</td>
    </tr>
  )
}

const sign = (n: number): string => (n < 0 ? `（${num(n)}）` : num(n))

/** The places that make the book, by name; many are counted. */
function bookTitle(books: LedgerPage['books']): string {
  const names = books.slice(0, 3).map((b) => b.account)
  return books.length > 3 ? `${names.join('、')} 等 ${books.length} 处` : names.join('、')
}

const titleOf = (drugClass: LedgerPage['drug']['drugClass']): string =>
  drugClass === 'NAR' ? '麻醉药品专用账册' : drugClass.startsWith('PS') ? '精神药品专用账册' : '专用账册'

function Head({ page: { org, drug, books } }: { page: LedgerPage }) {
  return (
    <>
      <header>
        <span>{org}</span>
        <h2>{titleOf(drug.drugClass)}</h2>
        <span>账页 {bookTitle(books)}</span>
      </header>
      <p>
        品名 <b>{drug.name}</b>　剂型 {drug.form ?? '无数据'}　规格 <b>{drug.spec}</b>　单位{' '}
        <b>{drug.unit}</b>　分类 {classTitle[drug.drugClass]}　生产单位 {drug.manufacturer ?? '无数据'}
      </p>
    </>
  )
}

function Opening({ page }: { page: LedgerPage }) {
  const first = page.rows[0]
  return (
    <tr>
      <td>{first ? day(first.occurredAt) : ''}</td>
      <td />
      <td>承前页</td>
      <td colSpan={4} />
      <td data-figure>
        <b>{num(page.openingUnits)}</b>
      </td>
      <td colSpan={4} />
    </tr>
  )
}

/** 本页合计, with the sum written out. */
function Total({ page }: { page: LedgerPage }) {
  return (
    <tr>
      <td colSpan={5}>本页合计</td>
      <td data-figure>{num(page.inUnits)}</td>
      <td data-figure>{num(page.outUnits)}</td>
      <td data-figure>{num(page.closingUnits)}</td>
      <td colSpan={4}>
        {num(page.openingUnits)} + {sign(page.inUnits)} − {sign(page.outUnits)} = 结存{' '}
        {num(page.closingUnits)}（{capital(page.closingUnits)}
        {page.drug.unit}）
      </td>
    </tr>
  )
}

/** One page of the book as it is printed: 承前页 above, 本页合计 below; what is left blank is crossed out. */
export function LedgerSheet({ page, before }: { page: LedgerPage; before: string | undefined }) {
  const empty = Math.max(0, sheetRows - page.rows.length)
  return (
    <article className="s-sheet">
      <Head page={page} />
      <table>
        <thead>
          <tr>
            {heads.map((h) => (
              <th key={h}>{h}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Opening page={page} />
          {page.rows.map((row, i) => (
            <Line key={`${row.movementId}|${row.lotNo}|${row.counterparty}|${i}`} row={row} />
          ))}
          {empty > 0 && (
            <tr className="s-blank">
              <td colSpan={heads.length} style={{ height: `${empty * 7.4}mm` }}>
                以下空白
              </td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <Total page={page} />
        </tfoot>
      </table>
      <Foot page={page} before={before} />
    </article>
  )
}

const short = (hash: string): string => hash.slice(0, 24).replace(/(.{4})(?=.)/g, '$1 ')

/** The address under which this very page is recomputed and compared with its fingerprint. */
function addressOf(page: LedgerPage, before: string | undefined): string {
  const url = new URL(window.location.href)
  url.searchParams.set('fp', page.fingerprint.slice(0, 24))
  if (before) url.searchParams.set('before', before)
  return url.href
}

function Foot({ page, before }: { page: LedgerPage; before: string | undefined }) {
  const me = useMe()
  const code = useQrCode(addressOf(page, before))
  return (
    <footer>
      {code && <img src={code} alt="核验本页的二维码" />}
      <div>
        <span>扫码核验本页。账页指纹 {short(page.fingerprint)}</span>
        <span>
          红字为红冲，原记录保留。签字均为本人电子签名。保存至药品有效期满后 5 年
          {page.keepUntil && `，本页至 ${page.keepUntil}`}
        </span>
      </div>
      <span>
        打印 {me.name} {instantText(Date.now())}
      </span>
    </footer>
  )
}
