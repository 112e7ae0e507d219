import { none, type Kind } from './kind.ts'

/** 残余抽检: a sample is taken off a residue, tested, and destroyed; what a test found amiss is put right before. */
export const assayKinds = {
  keepSample: {
    title: '留样',
    permission: 'use.record',
    flows: [['content', 'custody', 'sample']],
    witness: true,
    register: 'R10',
    outside: { ...none, epcis: ['sampling', 'non_sellable_other'] },
  },
  /** The books follow what was measured, once the case is explained and, where that is due, reported. */
  adjustSample: {
    title: '按检测结果调账',
    permission: 'discrepancy.manage',
    flows: [
      ['content', 'sample', 'adjustment'],
      ['content', 'adjustment', 'sample'],
    ],
    witness: true,
    register: 'R10',
    outside: none,
  },
  destroySample: {
    title: '留样销毁',
    permission: 'assay.destroy',
    flows: [['content', 'sample', 'destroyed']],
    witness: true,
    evidence: ['毁前', '毁中', '毁后'],
    register: 'R10',
    outside: { ...none, epcis: ['destroying', 'destroyed'] },
  },
} as const satisfies Record<string, Kind>
