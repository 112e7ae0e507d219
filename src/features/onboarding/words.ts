import type { Kind, Ownership, PaperKind, State, StepKind } from './contract.ts'

export const kindTitle: Record<Kind, string> = { institution: '医疗机构', authority: '主管部门' }
export const stateTitle: Record<State, string> = {
  draft: '新建',
  submitted: '待审核',
  returned: '退回补正',
  approved: '已通过',
  rejected: '不予通过',
  withdrawn: '已撤回',
}
export const stepTitle: Record<StepKind, string> = {
  submitted: '提交',
  returned: '退回补正',
  rejected: '不予通过',
  withdrawn: '撤回',
  approved: '审核通过',
}
export const ownershipTitle: Record<Ownership, string> = { public: '公立', private: '民营' }
export const paperTitle: Record<PaperKind, string> = {
  licence: '医疗机构执业许可证',
  business: '营业执照',
  mandate: '职责依据',
}
