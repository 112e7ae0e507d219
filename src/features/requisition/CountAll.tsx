import { Button, InputNumber } from 'antd'
import { useState } from 'react'
import { KeyCap } from '#ui/KeyCap.tsx'
import { useKeys } from '#ui/useKeys.ts'
import type { Counting } from './counting.tsx'

/** 全部点收 is not a short cut round counting: the number of boxes must be right before anything is marked. */
export function CountAll({ counting }: { counting: Counting }) {
  const [boxes, setBoxes] = useState<number | null>(null)
  const [wrong, setWrong] = useState(false)
  const all = counting.waiting.length
  function take() {
    if (!boxes) return
    setWrong(boxes !== all)
    if (boxes !== all) return
    counting.countAll()
    setBoxes(null)
  }
  useKeys({ F4: { text: '全部点收', run: take, off: !boxes } })
  return (
    <div className="rq-count" data-keep-focus>
      <span>不逐码扫：实物点数</span>
      <InputNumber
        aria-label="实点盒数"
        size="small"
        min={1}
        max={100_000}
        precision={0}
        controls={false}
        value={boxes}
        suffix="盒"
        onChange={(n) => {
          setBoxes(n)
          setWrong(false)
        }}
        onPressEnter={take}
      />
      <Button size="small" disabled={!boxes} onClick={take}>
        全部点收 <KeyCap>F4</KeyCap>
      </Button>
      {wrong && (
        <span className="rq-late" role="alert">
          点数与单据不符，请逐盒扫码
        </span>
      )}
    </div>
  )
}
