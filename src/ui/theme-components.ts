import type { ThemeConfig } from 'antd'

/** Values of single antd components (SCREENS §2). */
export const themeComponents: ThemeConfig['components'] = {
  Button: {
    primaryShadow: 'none',
    defaultShadow: 'none',
    dangerShadow: 'none',
    fontWeight: 500,
    paddingInline: 14,
    defaultHoverBorderColor: '#B9C7EA',
  },
  Table: {
    headerBg: '#F8F9FB',
    headerColor: '#5F697C',
    headerSplitColor: 'transparent',
    rowHoverBg: '#F5F7FB',
    rowSelectedBg: '#EDF1FA',
    rowSelectedHoverBg: '#EDF1FA',
    borderColor: '#EDEFF3',
    cellPaddingBlockSM: 6,
  },
  Input: { activeShadow: '0 0 0 3px rgba(43,79,168,.12)', hoverBorderColor: '#B9C7EA' },
  Select: { optionSelectedBg: '#EDF1FA', optionSelectedFontWeight: 500, hoverBorderColor: '#B9C7EA' },
  Tabs: { horizontalItemPadding: '9px 0', horizontalItemGutter: 28, titleFontSize: 14 },
  Drawer: { paddingLG: 20, padding: 12 },
  Tooltip: { colorBgSpotlight: '#1A2230' },
  Segmented: { itemSelectedBg: '#FFFFFF', trackBg: '#EEF0F3' },
}
