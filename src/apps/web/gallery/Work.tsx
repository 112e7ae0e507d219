import { useState, type ReactNode } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Drug } from '#ui/Drug.tsx'
import { PhotoFace } from '#ui/PhotoFace.tsx'
import { PhotoViewer } from '#ui/PhotoViewer.tsx'
import { ScanBox } from '#ui/ScanBox.tsx'
import { ScanInput, type ScanOutcome } from '#ui/ScanInput.tsx'
import { ScanRefusal } from '#ui/ScanRefusal.tsx'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { SlotForm } from '#ui/SlotForm.tsx'
import { SoundSwitch } from '#ui/SoundSwitch.tsx'
import { Timeline } from '#ui/Timeline.tsx'
import { code, evidence, picture, sufentanil } from './samples.ts'

function Said({ words, children }: { words: string; children: ReactNode }) {
  return (
    <div>
      {children}
      <span className="z-caption">{words}</span>
    </div>
  )
}

const since = '2026-11-23T13:54:00+08:00'

export function Slots() {
  return (
    <Card title="SignatureSlot 签字位">
      <div className="g-five" style={{ alignItems: 'start' }}>
        <Said words="空位">
          <SignatureSlot state="empty" order="第二人" title="复核" />
        </Said>
        <Said words="等待，该有人来了">
          <SignatureSlot
            state="waiting"
            order="第二人"
            title="复核"
            text="请另一人刷卡"
            onOpen={() => undefined}
          />
        </Said>
        <Said words="在场，已认证、未签">
          <SignatureSlot state="present" order="第一人" title="验收" name="王雪梅" role="保管员" at={since} />
        </Said>
        <Said words="已签，绑定当时内容">
          <SignatureSlot state="signed" order="第二人" title="复核" name="李振华" method="card" at={since} />
        </Said>
        <Said words="拒绝，说明原因">
          <SignatureSlot state="refused" order="第二人" title="复核" text="不能是同一人" />
        </Said>
      </div>
      <div style={{ maxWidth: 440, marginTop: 12 }}>
        <SignatureSlot
          state="waiting"
          order="第二人"
          title="复核"
          form={
            <SlotForm
              verb="到场"
              known={undefined}
              busy={false}
              onSubmit={() => undefined}
              onCancel={() => undefined}
            />
          }
        />
      </div>
    </Card>
  )
}

/** A code ending in 0 is taken, in 1 known already, else refused. */
async function judge(raw: string): Promise<ScanOutcome> {
  await new Promise((done) => setTimeout(done, 400))
  if (raw.endsWith('0')) return { kind: 'accept', text: '已收' }
  if (raw.endsWith('1')) return { kind: 'repeat', text: '已扫过，不重复计' }
  return { kind: 'refuse', text: '此码不在本单', detail: '先放进红色待查盒，继续扫下一盒' }
}

export function Scans() {
  const [live, setLive] = useState(false)
  const none = () => undefined
  const shown = (kind: ScanOutcome['kind'], text: string) => ({ kind, text, code: '81345070412663518207' })
  return (
    <Card
      title="ScanInput 扫码框"
      extra={
        <button type="button" className="z-link" onClick={() => setLive(!live)}>
          {live ? '收起' : '试一试'}
        </button>
      }
    >
      {live && (
        <div style={{ maxWidth: 460, marginBottom: 14 }}>
          <ScanInput title="扫码" placeholder="末位 0 收下，1 重复，其余不收" onScan={judge} />
        </div>
      )}
      <div className="g-five">
        <Said words="待扫，光标常在">
          <ScanBox state="ready" shown={undefined} placeholder="扫描追溯码" onCode={none} />
        </Said>
        <Said words="收下，短音，绿 300 ms">
          <ScanBox state="accept" shown={shown('accept', '已收')} placeholder="" onCode={none} />
        </Said>
        <Said words="不收，长音，红色停留到确认">
          <ScanBox state="refuse" shown={shown('refuse', '此码不在本单')} placeholder="" onCode={none} />
        </Said>
        <Said words="重复，双短音，琥珀 800 ms">
          <ScanBox state="repeat" shown={shown('repeat', '已扫过，不重复计')} placeholder="" onCode={none} />
        </Said>
        <Said words="断网可继续，联网后上传">
          <ScanBox state="offline" shown={undefined} placeholder="" offlineCount={12} onCode={none} />
        </Said>
      </div>
      <div className="g-row" style={{ marginTop: 14, alignItems: 'start' }}>
        <div style={{ width: 430 }}>
          <ScanRefusal
            shown={{
              kind: 'refuse',
              text: '此码不在本单',
              code,
              at: Date.parse(since),
              n: 1,
              about: <Drug of={sufentanil} />,
              detail: '本单没有舒芬太尼。这盒先放进红色待查盒，不要入柜；继续扫下一盒，或登记为多送。',
              actions: <ActButton onClick={() => undefined}>登记多送</ActButton>,
            }}
            onAcknowledge={none}
          />
        </div>
        <SoundSwitch />
      </div>
    </Card>
  )
}

const slot = { title: '弃后', says: '空针管和空安瓿' }

export function Evidences() {
  const [open, setOpen] = useState<number>()
  return (
    <div className="g-pair">
      <Card title="EvidenceTriple 取证">
        <div className="z-evidence">
          <Photo words="弃前，已入证">
            <button type="button" className="z-photo-face" data-state="taken" onClick={() => setOpen(0)}>
              <PhotoFace state="taken" slot={slot} src={picture(160)} />
            </button>
          </Photo>
          <Photo words="上传中，证已先入">
            <div className="z-photo-face" data-state="uploading">
              <PhotoFace state="uploading" slot={slot} src={picture(200)} share={0.5} />
            </div>
          </Photo>
          <Photo words="下一张">
            <div className="z-photo-face" data-state="next">
              <PhotoFace state="next" slot={slot} />
            </div>
          </Photo>
          <Photo words="拒绝，请重拍">
            <div className="z-photo-face" data-state="refused">
              <PhotoFace state="refused" slot={slot} text="与旧照相同，请重拍" />
            </div>
          </Photo>
        </div>
        <PhotoViewer
          at={open}
          onClose={() => setOpen(undefined)}
          photos={['弃前', '弃中', '弃后'].map((title, i) => ({
            title,
            src: picture(160 + i * 30),
            sha256: evidence(i).sha256,
            takenAt: evidence(i).takenAt,
            facts: [
              {
                label: '两人',
                value: '陈思远 执行，周婧 见证',
              },
            ],
          }))}
        />
      </Card>
      <Card title="Timeline 与证明">
        <Timeline
          items={[
            {
              key: 1,
              at: '2026-11-23T14:12:00+08:00',
              act: '入库 36 盒',
              people: '王雪梅、李振华',
              tone: 'green',
              proof: 191410,
            },
            {
              key: 2,
              at: '2026-11-23T14:05:00+08:00',
              act: '拒收 1 码，不在本单',
              people: '王雪梅',
              tone: 'red',
              proof: 191406,
            },
            { key: 3, at: '2026-11-23T13:53:00+08:00', act: '到货', people: '罗建军 送货', proof: 191398 },
          ]}
        />
      </Card>
    </div>
  )
}

function Photo({ words, children }: { words: string; children: ReactNode }) {
  return (
    <figure className="z-photo">
      {children}
      <figcaption>{words}</figcaption>
    </figure>
  )
}
