import { shortInstant } from '#ui/format.ts'
import { Link } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { setPaperMode, usePaperMode } from '#ui/paper-mode.ts'

/** While a line of a paper is being entered, every page says so: the next act is that line, not something of today. */
export function PaperStrip() {
  const mode = usePaperMode()
  if (!mode) return null
  return (
    <div className="w-paper" data-screen>
      <Notice
        tone="amber"
        action={
          <button type="button" className="z-link" onClick={() => setPaperMode(undefined)}>
            退出补录
          </button>
        }
      >
        正在补录 <Link to={`/downtimes/${mode.downtimeId}`}>{mode.downtimeNo}</Link> 应急单{' '}
        <b>{mode.formNo}</b> 第 <b>{mode.line}</b> 行，发生于 {shortInstant(mode.happenedAt)}
        。下一步有药品出入的操作记在这一行
      </Notice>
    </div>
  )
}
