import { MutedOutlined, SoundOutlined } from '@ant-design/icons'
import { useSound } from './sound.ts'
import './scan.css'

export function SoundSwitch() {
  const [on, toggle] = useSound()
  return (
    <button type="button" className="z-sound" aria-pressed={on} onClick={toggle}>
      {on ? <SoundOutlined /> : <MutedOutlined />}
      {on ? '声音开' : '声音关'}
    </button>
  )
}
