import { ReloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { CallRefused, refusedText } from './refused.ts'
import './states.css'

interface Props {
  error: unknown
  title?: string
  retry?: () => unknown
}

/** What failed, what to do, and a number for the IT desk. */
export function ErrorState({ error, title = '没有读到数据', retry }: Props) {
  const no = error instanceof CallRefused ? error.requestId : undefined
  return (
    <div className="z-state z-state-error" role="alert">
      <h3>{title}</h3>
      <p>{refusedText(error)}</p>
      {no && <p>找信息科时请报编号 {no.slice(0, 8).toUpperCase()}</p>}
      {retry && (
        <Button size="small" icon={<ReloadOutlined aria-hidden />} onClick={() => void retry()}>
          重试
        </Button>
      )}
    </div>
  )
}
