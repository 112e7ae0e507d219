import { Card } from '#ui/Card.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText } from '#ui/format.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { FilingDetail } from './contract.ts'

/** Who did what when, and whether the books still say the same. */
export function ProofCard({ of }: { of: FilingDetail }) {
  const by = (name: string | null, at: string | null) =>
    name && at ? `${name}　${instantText(at)}` : '还没有'
  return (
    <Card title="编制与指纹" scope="送出后不再改变">
      <FactList
        items={[
          { label: '编制', value: by(of.preparedBy, of.preparedAt) },
          { label: '核对', value: by(of.checkedBy, of.checkedAt) },
          { label: '报送', value: by(of.sentBy, of.sentAt) },
          ...(of.dropped
            ? [{ label: '作废', value: `${by(of.dropped.by, of.dropped.at)}　${of.dropped.reason}` }]
            : []),
          {
            label: '指纹',
            value: (
              <span className="z-code" title={of.fingerprint}>
                {of.fingerprint.slice(0, 24)}
              </span>
            ),
          },
          ...(of.agrees === null
            ? [{ label: '名单', value: '按编制当日' }]
            : [
                {
                  label: '与账册',
                  value: of.agrees ? (
                    <StatusTag tone="green">现在重算仍一致</StatusTag>
                  ) : (
                    <StatusTag tone="red">现在重算不一致，请核对后更正</StatusTag>
                  ),
                },
              ]),
        ]}
      />
    </Card>
  )
}
