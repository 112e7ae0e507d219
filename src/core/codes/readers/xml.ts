import { SaxesParser } from 'saxes'
import { Refusal } from '#core/refusal.ts'
import type { TextSource } from '#core/tables/encoding.ts'
import type { DeliveryFile } from '../deliveryFile.ts'

/** One start tag, names and attribute names in lower case: files of different makers disagree about case. */
export interface XmlElement {
  readonly name: string
  /** Names of the elements around it, outermost first. */
  readonly path: readonly string[]
  readonly line: number
  /** The attribute's value, trimmed; empty when absent. */
  attribute(name: string): string
}

/** What one kind of event does with the elements inside it. */
export interface EventReader {
  readonly format: DeliveryFile['format']
  open(element: XmlElement): void
  /** Checks that need the whole file; what it returns goes into the result. */
  end(): Partial<DeliveryFile>
}

const maxDepth = 32
const maxAttributes = 64

/**
 * Streams the start tags of an XML file. Throws FILE_FORBIDDEN_XML at any DTD or entity declaration
 * (before the parser sees it), FILE_TRUNCATED when the document does not end, FILE_UNREADABLE when it is
 * not well-formed.
 */
export async function readXml(source: TextSource, open: (element: XmlElement) => void): Promise<void> {
  const parser = new SaxesParser()
  const path: string[] = []
  let attributes = 0
  let startLine = 1
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentagstart', () => {
    attributes = 0
    startLine = parser.line
  })
  parser.on('attribute', () => {
    attributes += 1
    if (attributes > maxAttributes) throw unreadable(parser.line)
  })
  parser.on('opentag', (tag) => {
    const name = tag.name.toLowerCase()
    const values = new Map(
      Object.entries(tag.attributes).map(([key, value]) => [key.toLowerCase(), value.trim()]),
    )
    open({ name, path, line: startLine, attribute: (key) => values.get(key) ?? '' })
    if (path.push(name) > maxDepth) throw unreadable(parser.line)
  })
  parser.on('closetag', () => path.pop())

  const forbid = doctypeGuard()
  for await (const piece of source.pieces) {
    forbid(piece)
    refusing(
      () => parser.write(piece),
      () => unreadable(parser.line),
    )
  }
  refusing(
    () => parser.close(),
    () => new Refusal('FILE_TRUNCATED', { line: parser.line }),
  )
}

function unreadable(line: number): Refusal {
  return new Refusal('FILE_UNREADABLE', { detail: `第 ${line} 行不符合 XML 写法`, line })
}

/** Turns the parser's own errors into a refusal; refusals of the callbacks pass. */
function refusing(run: () => unknown, refusal: () => Refusal): void {
  try {
    run()
  } catch (error) {
    throw error instanceof Refusal ? error : refusal()
  }
}

function doctypeGuard(): (piece: string) => void {
  let line = 1
  let tail = ''
  return (piece) => {
    // Without the overlap a declaration cut between two chunks would pass.
    const text = tail + piece
    const at = text.search(/<!(?:DOCTYPE|ENTITY)/i)
    if (at !== -1) throw new Refusal('FILE_FORBIDDEN_XML', { line: line + lineEnds(text.slice(0, at)) })
    tail = text.slice(-9)
    line += lineEnds(text.slice(0, text.length - tail.length))
  }
}

function lineEnds(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
