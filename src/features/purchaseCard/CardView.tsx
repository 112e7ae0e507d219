import { useState } from 'react'
import { ActButton } from '#ui/ActButton.tsx'
import { Card as Box } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { useMay, useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { CardFace } from './CardFace.tsx'
import { ChangePanel } from './ChangePanel.tsx'
import { ChangesCard } from './ChangesCard.tsx'
import { listCards, readCard, type Card } from './contract.ts'
import { RegisterPanel } from './RegisterPanel.tsx'
import { Specimen } from './Specimen.tsx'
import { CardTag } from './words.tsx'

interface Props {
  /** undefined: the hospital has none yet. */
  id: number | undefined
  crumb?: readonly { title: string; to?: string }[]
}

const scope = '麻、精一和易制毒药品凭卡采购（条例第三十六条）'

/** One card, with what is due on it and what changed. */
export function CardView({ id, crumb = [] }: Props) {
  const read = useCall(readCard, id === undefined ? undefined : { id })
  if (id === undefined) return <NoCard />
  if (!read.data)
    return (
      <Frame title="印鉴卡" crumb={crumb}>
        {read.error ? (
          <ErrorState title="没有读到印鉴卡" error={read.error} retry={read.refetch} />
        ) : (
          <SkeletonRows rows={10} />
        )}
      </Frame>
    )
  return <Shown of={read.data} crumb={crumb} />
}

function NoCard() {
  const may = useMay('purchaseCard.write')
  const [open, setOpen] = useState(false)
  return (
    <Frame title="印鉴卡" scope={scope}>
      <Box>
        <EmptyState
          title="还没有登记印鉴卡"
          text="没有印鉴卡不能采购麻醉药品和第一类精神药品。请照发卡机关签发的卡面登记"
          action={
            may && (
              <ActButton kind="filled" onClick={() => setOpen(true)}>
                登记印鉴卡
              </ActButton>
            )
          }
        />
      </Box>
      {open && <RegisterPanel last={undefined} onClose={() => setOpen(false)} />}
    </Frame>
  )
}

function Shown({ of, crumb }: { of: Card; crumb: readonly { title: string; to?: string }[] }) {
  const own = useMe().org.orgId === of.orgId
  const [writes, supervises] = [useMay('purchaseCard.write'), useMay('purchaseCard.supervise')]
  const [open, setOpen] = useState<'change' | 'next'>()
  const may = own && writes && of.state !== 'replaced'
  const close = () => setOpen(undefined)
  return (
    <Frame
      fit
      title="印鉴卡"
      crumb={crumb}
      tag={<CardTag of={of} />}
      no={of.cardNo}
      scope={scope}
      facts={[
        ...(own ? [] : [{ label: '机构', value: of.org }]),
        { label: '有效期至', value: of.validTo },
        { label: '采购人员', value: `${of.purchasers.length} 人` },
      ]}
      actions={
        may && (
          <>
            <ActButton onClick={() => setOpen('next')}>换卡</ActButton>
            <ActButton kind="filled" k="F4" onClick={() => setOpen('change')}>
              登记变更
            </ActButton>
          </>
        )
      }
    >
      <DueNotices of={of} />
      <Columns widths="460px minmax(0, 1fr)">
        <Column>
          <CardFace of={of} />
          <Specimen of={of} may={own && writes} />
        </Column>
        <Column>
          <ChangesCard of={of} may={may} supervises={!own && supervises} />
          <People of={of} />
          <History of={of} />
        </Column>
      </Columns>
      {open === 'change' && <ChangePanel of={of} onClose={close} />}
      {open === 'next' && <RegisterPanel last={of} onClose={close} />}
    </Frame>
  )
}

/** What somebody must do about the card, in a sentence each. */
function DueNotices({ of }: { of: Card }) {
  const late = of.changes.filter((c) => c.state === 'toFile' && c.fileLate)
  return (
    <>
      {of.state === 'renewalDue' && (
        <Notice tone="amber">
          {`有效期还有 ${of.daysLeft} 天，应在到期前 3 个月申请换卡：请向${of.issuer}办理，领到新卡后由药学部负责人登记`}
        </Notice>
      )}
      {of.state === 'expired' && (
        <Notice tone="red">{`已于 ${of.validTo} 到期，不能采购麻醉药品和第一类精神药品；领到新卡后点“换卡”登记`}</Notice>
      )}
      {late.length > 0 && (
        <Notice tone="red">{`${late.length} 项变更过了 3 日还没有报备：${late.map((c) => c.no).join('、')}`}</Notice>
      )}
    </>
  )
}

function People({ of }: { of: Card }) {
  return (
    <Box title="采购人员" scope="只有卡上的人可以下麻、精一采购单" flush>
      <PlainTable
        rows={of.purchasers}
        rowKey={(p) => p.userId}
        columns={[
          { key: 'name', title: '姓名', width: 120 },
          { key: 'title', title: '职务' },
          { key: 'since', title: '列入日期', width: 120 },
        ]}
        empty={<EmptyState title="卡上没有采购人员" text="现在谁也不能下单，请登记变更并办结" />}
      />
    </Box>
  )
}

/** Every card the hospital had, the one that is shown marked. */
function History({ of }: { of: Card }) {
  const own = useMe().org.orgId === of.orgId
  const rows = useCall(listCards, own ? {} : { org: of.orgId }).data?.rows ?? []
  if (rows.length < 2) return null
  return (
    <Box title="历次印鉴卡" flush>
      <PlainTable
        rows={rows}
        rowKey={(c) => c.cardId}
        current={of.cardId}
        onOpen={(c) => go(`/seal-cards/${c.cardId}`)}
        columns={[
          { key: 'cardNo', title: '卡号' },
          { key: 'valid', title: '有效期', width: 220, text: (c) => `${c.validFrom} 至 ${c.validTo}` },
          { key: 'state', title: '状态', width: 160, render: (c) => <CardTag of={c} /> },
        ]}
      />
    </Box>
  )
}
