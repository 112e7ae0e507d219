import { Button } from 'antd'
import { Card } from '#ui/Card.tsx'
import { toast } from '#ui/toast.tsx'
import type { Proof } from './useApplication.ts'

/** 1234 5678 …: easier to write down. */
const grouped = (code: string) => code.replace(/(.{4})(?=.)/g, '$1 ')

/** Shown this once; afterwards only a hash of the code is there. */
export function CodeCard({ of }: { of: Proof }) {
  const words = `受理号 ${of.no}\n查询码 ${of.code}`
  async function copy() {
    const done = await navigator.clipboard?.writeText(words).then(
      () => true,
      () => false,
    )
    toast(done ? '已复制' : '没有复制成，请手抄', done ? 'green' : 'red')
  }
  return (
    <Card tone="amber">
      <div className="ob-code">
        <div>
          <span className="z-caption">受理号</span>
          <b className="z-code">{of.no}</b>
        </div>
        <div>
          <span className="z-caption">查询码</span>
          <b className="z-code">{grouped(of.code)}</b>
        </div>
        <p>请现在记下。查询码只显示这一次，以后凭这两项查进度、补正、撤回，遗失后不能找回。</p>
        <Button onClick={() => void copy()}>复制</Button>
      </div>
    </Card>
  )
}
