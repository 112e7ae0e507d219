import { searchProducts } from '#features/catalogue/contract.ts'
import { drugImport } from '#features/catalogue/importContract.ts'
import type { Row } from '../figures.ts'
import type { World } from '../world.ts'

/** A hospital's formulary as a file: checked row by row against the catalogue, then written in batches, and withdrawn. */
export async function imports(world: World, drugs: number): Promise<Row[]> {
  const head = await world.as('liuguodong@lushan')
  const { rows } = await head.call(searchProducts, { pageSize: 500 })
  const products = rows.filter((p) => p.drugClass !== null)
  const lines = Array.from({ length: drugs }, (_, i) =>
    [`BI${i}`, products[i % products.length]?.code ?? '', '彭城制药', 10, 8_000_000 + i].join(','),
  )
  const file = Buffer.from(['编码,目录编码,生产单位,每盒数量,追溯标识码', ...lines].join('\n'))
  const from = performance.now()
  const { importId, bad } = await head.call(drugImport.check, { fileName: 'bench.csv' }, { file })
  if (bad > 0) throw new Error(`${bad} rows of the file are refused`)
  const checked = performance.now()
  for (let finished = false; !finished;) finished = (await head.call(drugImport.run, { importId })).finished
  const written = performance.now()
  await head.call(drugImport.withdraw, { importId, reason: 'measured' })
  const [check, write, undo] = [checked - from, written - checked, performance.now() - written].map((ms) =>
    (ms / 1000).toFixed(1),
  )
  const seconds = (written - from) / 1000
  return [
    {
      id: 'import.drugs',
      title: `import of ${drugs.toLocaleString('en-US')} drugs from a file, checked and written`,
      value: seconds,
      unit: 's',
      target: { text: '≤ 5 s', met: seconds <= 5 },
      note: `checked in ${check} s, written in ${write} s, withdrawn in ${undo} s`,
    },
  ]
}
