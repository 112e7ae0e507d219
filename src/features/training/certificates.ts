import { tell } from '#core/actor.ts'
import { bindImage, takeImage } from '#core/files/images.ts'
import type { Files } from '#core/files/store.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { readCertificate, uploadCertificate } from './contract.ts'
import { lockExam, setCertificate } from './store.ts'

/** The image of a certificate proves one pass: a second upload replaces it, and the first stays in its event. */
export function certificateRoutes(files: Files): Route[] {
  return [
    on(uploadCertificate, async (tx, actor, { examId }) => {
      const exam = await lockExam(tx, actor, examId)
      if (exam.withdrawnAt) throw new Refusal('DOCUMENT_CLOSED', { no: '该考核结果', state: '撤回' })
      if (!exam.passed) throw new Refusal('TRAINING_NOT_PASSED')
      const { sha256 } = await takeImage(tx, actor, files, actor.at)
      await bindImage(tx, actor, sha256, '证书')
      await setCertificate(tx, actor, examId, sha256)
      tell(actor, { kind: 'course', id: exam.courseId, no: exam.courseNo }, { exam: examId })
      return { sha256 }
    }),
    on(readCertificate, async (tx, _actor, { examId }) => {
      const [row] = await tx<{ sha256: string; mime: string }[]>`
        select encode(f.sha256, 'hex') as sha256, f.mime from training.exam e
        join files.evidence f on f.org_id = e.org_id and f.sha256 = e.certificate where e.id = ${examId}`
      if (!row) throw new Refusal('NOT_FOUND')
      const extension = row.mime === 'image/png' ? 'png' : 'jpg'
      return { mime: row.mime, name: `证书-${examId}.${extension}`, bytes: await files.get(row.sha256) }
    }),
  ]
}
