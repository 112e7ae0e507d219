import { dispense, fourChecks, writePrescription } from '#features/prescription/contract.ts'
import { setDispensary, setLimit } from '#features/prescription/limitContract.ts'
import { addPaper, openLongTerm, readOwed, takeEmpties } from '#features/prescription/longTermContract.ts'
import { takePapers } from '#features/prescription/paperContract.ts'
import { suggestPicks } from '#features/stock/contract.ts'
import { dayOf } from '#core/clock.ts'
import { refused } from './supply.ts'
import { signedBy, type World } from './world.ts'

const [doctor, pharmacist, checker, head] = [
  'sunli@lushan',
  'pengli@lushan',
  'hezhiyuan@lushan',
  'liuguodong@lushan',
]
const patient = {
  name: '罗桂芳',
  sex: '女',
  recordNo: '0488230571',
  idNo: '430121195901077421',
} as const
const papers = ['certificate', 'patientId', 'consent'] as const

/** The window, and a limit of the hospital's own: stricter goes, looser does not. */
async function rules(world: World): Promise<void> {
  const client = await world.as(head)
  await client.call(setDispensary, { locationId: world.place('C01'), kind: 'outpatient' })
  const own = {
    class: 'NAR',
    form: 'CR',
    patient: 'cancer',
    measure: 'days',
    validFrom: dayOf(world.now()),
    reason: '药事会决定',
  } as const
  const loose = await refused(client.call(setLimit, { ...own, most: 16 }))
  await client.call(setLimit, { ...own, most: 14 })
  const takenBy = await world.person('孙立')
  await client.call(takePapers, {
    series: 'narcotic',
    prefix: 'HM',
    firstNo: 20_260_001,
    lastNo: 20_260_050,
    takenBy,
  })
  world.say(`住院药房登记为发药窗口；癌痛控缓释本院限 14 日（改成 16 日：${loose}）；孙立领处方纸 50 张`)
}

/** A patient with cancer pain: record with its papers, then injections for three days to take home. */
async function write(world: World): Promise<number> {
  const client = await world.as(doctor)
  const { id, no } = await client.call(openLongTerm, {
    ...patient,
    category: 'cancer',
    birthYear: 1959,
    diagnosis: '肺癌骨转移',
    certificateHospital: '长沙市麓山中心医院',
    certificateGrade: '三级',
    certificateOn: '2026-10-08',
    examination: '胸椎转移，爆发痛每日 2 次，疼痛评分 7',
  })
  const rx = (units: number) => ({
    encounter: 'outpatient' as const,
    category: 'cancer' as const,
    useAt: 'home' as const,
    payment: '医保' as const,
    patient: {
      name: patient.name,
      sex: patient.sex,
      age: 67,
      recordNo: patient.recordNo,
      idNo: patient.idNo,
    },
    diagnosis: '肺癌骨转移',
    verifiedHow: '居民身份证' as const,
    paperNo: 'HM20260001',
    lines: [{ drugId: world.drug('NAR002'), units, dose: 10_000, times: 2, perDays: 1, route: '皮下注射' }],
  })
  const early = await refused(client.call(writePrescription, rx(6)))
  for (const kind of papers) {
    const sha256 = await world.photograph(client, { syringe: false, liquid: 0, ampoules: 1 })
    await client.call(addPaper, { id, kind, sha256 })
  }
  world.say(`${no} 建档：诊断证明、身份证明、知情同意书（未齐时开方：${early}）`)
  const over = await refused(client.call(writePrescription, rx(7)))
  const written = await client.call(writePrescription, rx(6))
  world.say(`${written.no} 吗啡 6 支 3 日量（开 7 支：${over}）`)
  return written.id
}

async function fill(world: World, id: number): Promise<void> {
  const client = await world.as(pharmacist)
  const locationId = world.place('C01')
  const want = { locationId, drugId: world.drug('NAR002'), units: 6 }
  const picks = (await client.call(suggestPicks, want)).picks.map((p) => ({ code: p.code, units: p.units }))
  const input = {
    id,
    locationId,
    takenBy: 'patient' as const,
    takerIdNo: patient.idNo,
    checked: fourChecks.map((c) => c.key),
    picks,
  }
  const wrong = await refused(
    client.call(dispense, { ...input, takerIdNo: '430121195901070000' }, signedBy(checker)),
  )
  const done = await client.call(dispense, input, signedBy(checker))
  world.say(`${done.no} 彭丽调配、何志远核对，逐支贴码 ${done.labels.length} 支（证件不符：${wrong}）`)
}

/** Three days later the empties come back, by lot and count. */
async function emptiesBack(world: World, id: number): Promise<void> {
  const client = await world.as(pharmacist)
  const { rows } = await client.call(readOwed, { prescriptionId: id })
  const lots = [...Map.groupBy(rows, (r) => r.lotId)].map(([lotId, of]) => ({
    lotId,
    units: of.reduce((n, r) => n + r.owed, 0),
  }))
  const back = await client.call(
    takeEmpties,
    { prescriptionId: id, binLocationId: world.place('C02'), broughtBy: 'patient', items: lots },
    signedBy(checker),
  )
  world.say(`${back.no} 患者交回空安瓿 ${rows.length} 个，尚欠 ${back.stillOwed} 个`)
}

/** A prescription over the limit that is refused, then a right one dispensed, its empties back. */
export async function prescriptions(world: World): Promise<number> {
  await rules(world)
  const id = await write(world)
  await fill(world, id)
  await emptiesBack(world, id)
  return id
}
