import { CopyOutlined } from '@ant-design/icons'
import { codeGroups } from './trace-groups.ts'
import { toast } from './toast.tsx'
import './words.css'

interface Props {
  code: string
  /** `…4719 50266`, the whole code in the tooltip. */
  short?: boolean
  large?: boolean
  copy?: boolean
}

/** A trace code in groups. Whatever is shown, copying gives the code without spaces. */
export function TraceCode({ code, short, large, copy }: Props) {
  const { product, middle, tail } = codeGroups(code)
  const shown = short ? middle.slice(-1) : middle
  const cut = short && (product !== '' || middle.length > 1)
  return (
    <span
      className={`z-trace${large ? ' z-trace-large' : ''}`}
      title={short ? [product, ...middle, tail].join(' ').trim() : undefined}
      onCopy={(e) => {
        e.preventDefault()
        e.clipboardData.setData('text/plain', code)
      }}
    >
      <span>
        {cut && <span className="z-trace-dots">…</span>}
        {!short && product && <span className="z-trace-product">{product} </span>}
        {shown.map((group, i) => (
          // Groups of one code never change places.
          <span key={i} className={short ? 'z-trace-product' : undefined}>
            {group}{' '}
          </span>
        ))}
        <b>{tail}</b>
      </span>
      {copy && <CopyButton code={code} />}
    </span>
  )
}

function CopyButton({ code }: { code: string }) {
  const copy = () => void navigator.clipboard?.writeText(code).then(() => toast('已复制追溯码'))
  return (
    <button
      type="button"
      className="z-trace-copy"
      title="复制 20 位码"
      aria-label="复制追溯码"
      onClick={copy}
    >
      <CopyOutlined />
    </button>
  )
}
