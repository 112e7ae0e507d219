import { num, unitText } from './format.ts'
import {
  accountBox,
  layoutBands,
  layoutNodes,
  type Box,
  type FlowLink,
  type FlowNode,
} from './flow-layout.ts'
import { useWidth } from './useWidth.ts'
import './drawing.css'

export type { FlowLink, FlowNode } from './flow-layout.ts'

interface Props {
  nodes: readonly FlowNode[]
  links: readonly FlowLink[]
  /** The person's account: a dashed frame around the nodes which are `inside`. */
  account?: { title: string; rule?: string }
  height?: number
}

/** Where a quantity went, left to right. A table of the same movements always stands beside it. */
export function CustodyFlow({ nodes, links, account, height = 320 }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>(760)
  if (nodes.length === 0) return null
  const boxes = layoutNodes(nodes, width, height)
  const frame = accountBox(nodes, boxes, height)
  const cols = Math.max(...nodes.map((n) => n.col))
  return (
    <div className="z-flow" ref={ref} style={{ height }}>
      {account && frame && (
        <div className="z-flow-account" style={place(frame)}>
          <b>{account.title}</b>
          <span>{account.rule}</span>
        </div>
      )}
      <svg width={width} height={height} aria-hidden>
        {layoutBands(links, boxes).map((band) => (
          <path key={band.path} d={band.path} data-tone={band.tone}>
            <title>{band.words}</title>
          </path>
        ))}
      </svg>
      {nodes.map((node) => {
        const box = boxes.get(node.id)
        return box && <Node key={node.id} node={node} box={box} inner={node.col > 0 && node.col < cols} />
      })}
    </div>
  )
}

function place(box: Box) {
  return { left: box.x, top: box.y, width: box.w, height: box.h }
}

function Node({ node, box, inner }: { node: FlowNode; box: Box; inner: boolean }) {
  return (
    <div
      className="z-flow-node"
      data-tone={node.tone ?? 'plain'}
      data-inner={inner ? '' : undefined}
      style={place(box)}
    >
      <div className="z-flow-head">
        <span>{node.title}</span>
        <b>
          {num(node.figure)} <small>{unitText(node.unit)}</small>
        </b>
      </div>
      {node.remain && <div className={`z-flow-remain z-tone-${node.remain.tone}`}>{node.remain.text}</div>}
      {node.lines?.map((line) => (
        <div key={line} className="z-flow-line">
          {line}
        </div>
      ))}
    </div>
  )
}
