import type { Permission } from '#core/identity/permissions.ts'

/**
 * What a bound picture is (`bound_as`), and whose right opens it: the right of the record that it belongs to. Papers
 * that name a patient need 查看患者完整信息, as the fields beside them do.
 */
export const filePurposes = {
  二级以上医院诊断证明: 'patient.reveal',
  患者身份证明: 'patient.reveal',
  代办人身份证明: 'patient.reveal',
  知情同意书: 'patient.reveal',
  证书: 'training.read',
  印鉴卡: 'purchaseCard.read',
  签名留样: 'specimen.read',
  检查照片: 'inspection.read',
  整改证明: 'inspection.read',
  报送回执: 'filing.read',
  停机应急单: 'patient.reveal',
  检测报告: 'assay.read',
} as const satisfies Record<string, Permission>
export type FilePurpose = keyof typeof filePurposes

/** The photographs of movements: 弃前, 毁后, 破损 …; they show ampoules and hands, nobody's name. */
const ofMovements: Permission = 'issue.read'

export function opensFile(boundAs: string | null): Permission {
  return boundAs !== null && boundAs in filePurposes ? filePurposes[boundAs as FilePurpose] : ofMovements
}
