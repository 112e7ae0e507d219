import type { ConfigProviderProps, ThemeConfig } from 'antd'
import * as zhLocale from 'antd/es/locale/zh_CN.js'
import { themeComponents } from './theme-components.ts'

/** Tokens that JavaScript needs (charts, drawings); the same values stand in base.css. */
export const colour = {
  ink: '#1A2230',
  ink2: '#4E586A',
  ink3: '#5F697C',
  accent: '#2B4FA8',
  accentTint: '#EDF1FA',
  accentLine: '#B9C7EA',
  band: '#CBD6EC',
  peer: '#8FA5D4',
  limit: '#8A94A4',
  red: '#BF1F2E',
  amber: '#8F5400',
  amberDot: '#DB8B00',
  green: '#1C7040',
  grey: '#5E6878',
  divider: '#E4E7EC',
  rowLine: '#EDEFF3',
} as const

export type Tone = 'red' | 'amber' | 'green' | 'blue' | 'grey'

export const face =
  "'Inter Variable', 'Inter', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"

export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#2B4FA8',
    colorInfo: '#2B4FA8',
    colorLink: '#2B4FA8',
    colorLinkHover: '#1F3C85',
    colorSuccess: '#1C7040',
    colorWarning: '#8F5400',
    colorError: '#BF1F2E',
    colorText: '#1A2230',
    colorTextSecondary: '#4E586A',
    colorTextTertiary: '#5F697C',
    colorTextPlaceholder: '#5F697C',
    colorTextDisabled: '#5E6878',
    colorBgContainerDisabled: '#EEF0F3',
    colorBorder: '#D3D8E0',
    colorBorderSecondary: '#E4E7EC',
    colorBgLayout: '#F5F6F8',
    colorBgMask: 'rgba(26,34,48,.32)',
    borderRadius: 6,
    borderRadiusLG: 8,
    borderRadiusSM: 4,
    fontSize: 14,
    fontFamily: face,
    controlHeight: 34,
    controlHeightSM: 28,
    controlHeightLG: 40,
    controlOutline: 'rgba(43,79,168,.12)',
    controlOutlineWidth: 3,
    boxShadow: 'none',
    boxShadowTertiary: 'none',
    // Menus and pop-overs float; a hairline and one faint shadow keep them off the page below.
    boxShadowSecondary: '0 0 0 1px #E4E7EC, 0 6px 20px rgba(26,34,48,.10)',
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.18s',
    wireframe: false,
  },
  components: themeComponents,
}

/* antd's ES file is an ES module at build time, but its types are read as CommonJS: take either shape. */
const loaded = zhLocale as unknown as { default: { default?: unknown } }
export const locale = (loaded.default.default ?? loaded.default) as NonNullable<ConfigProviderProps['locale']>
