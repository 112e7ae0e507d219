import './sign-in.css'

const stations = [
  ['供应商', '送货上门'],
  ['药库', '一级库'],
  ['药房、病区', '二、三级库'],
  ['领用', '在手'],
  ['给药、弃去', '两人在场'],
  ['空安瓿', '回收点清'],
  ['销毁', '专人、监督在场'],
] as const

const radius = 140
const turn = (2 * Math.PI) / stations.length

function at(i: number, r = radius): [number, number] {
  const angle = i * turn - Math.PI / 2
  return [Math.cos(angle) * r, Math.sin(angle) * r]
}

/** The wordmark drawn large: the way of every ampoule, open until it is destroyed. */
export function Ring() {
  const [x0, y0] = at(0)
  const [x1, y1] = at(stations.length - 1)
  return (
    <svg className="w-ring" viewBox="-244 -205 488 400" role="img" aria-label="账户归零，才算闭环">
      <circle r={radius} fill="none" stroke="#DDE3EF" strokeWidth="14" />
      <path
        d={`M${x0} ${y0}A${radius} ${radius} 0 1 1 ${x1} ${y1}`}
        fill="none"
        stroke="#3B5DB4"
        strokeWidth="14"
      />
      {stations.map(([name, what], i) => (
        <Station key={name} i={i} name={name} what={what} last={i === stations.length - 1} />
      ))}
      <text className="w-ring-name w-ring-idea" textAnchor="middle" y="-3">
        账户归零，才算闭环
      </text>
      <text textAnchor="middle" y="24" style={{ fontSize: 13 }}>
        每一支任何时刻只在一个账户里
      </text>
    </svg>
  )
}

function Station({ i, name, what, last }: { i: number; name: string; what: string; last: boolean }) {
  const [x, y] = at(i)
  const anchor = i === 0 ? 'middle' : x > 0 ? 'start' : 'end'
  const low = y > radius * 0.7
  const tx = i === 0 ? 0 : x + (x > 0 ? (low ? 18 : 27) : low ? -18 : -27)
  const ty = i === 0 ? y - 40 : low ? y + 22 : y - 4
  return (
    <g>
      <circle cx={x} cy={y} r="13" fill="#fff" stroke="#2B4FA8" strokeWidth="2.6" />
      {last && <circle cx={x} cy={y} r="6.5" fill="#2B4FA8" />}
      <text className="w-ring-name" x={tx} y={ty} textAnchor={anchor}>
        {name}
      </text>
      <text x={tx} y={ty + 18} textAnchor={anchor}>
        {what}
      </text>
    </g>
  )
}
