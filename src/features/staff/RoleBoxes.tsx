import { Checkbox, Tooltip } from 'antd'
import { permissions, type Permission } from '#core/identity/permissions.ts'

export interface RoleOption {
  code: string
  name: string
  permissions: string[]
}

interface Props {
  roles: readonly RoleOption[]
  value: readonly string[]
  onChange: (codes: string[]) => void
  disabled?: boolean
}

/** What a role may do is in its hint, so that nobody gives rights blindly. */
export function RoleBoxes({ roles, value, onChange, disabled }: Props) {
  return (
    <Checkbox.Group
      value={[...value]}
      disabled={disabled ?? false}
      onChange={(codes) => onChange(codes as string[])}
    >
      <span style={{ display: 'flex', flexWrap: 'wrap', gap: '8px 16px' }}>
        {roles.map((role) => (
          <Tooltip
            key={role.code}
            title={role.permissions.map((p) => permissions[p as Permission] ?? p).join('、')}
          >
            <Checkbox value={role.code}>{role.name}</Checkbox>
          </Tooltip>
        ))}
      </span>
    </Checkbox.Group>
  )
}
