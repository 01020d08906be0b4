/** Our colours and measures as a theme of the component library; the same values stand in base.css. */
import { type ThemeConfig, theme } from 'antd'

const shared = {
  borderRadius: 6,
  fontSize: 14,
  controlHeight: 34,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", ' +
    '"Noto Sans CJK SC", "Noto Sans SC", sans-serif',
}

export const lightTheme: ThemeConfig = {
  algorithm: theme.defaultAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#2459e0',
    colorError: '#b42318',
    colorSuccess: '#14733a',
    colorWarning: '#8a5300',
    colorText: '#1b2130',
    colorTextSecondary: '#596377',
    colorTextPlaceholder: '#6b7486',
    colorBorder: '#cfd4de',
    colorBorderSecondary: '#e3e6ec',
    colorBgContainer: '#ffffff',
    colorBgElevated: '#ffffff',
    colorBgLayout: '#f7f8fa',
  },
}

export const darkTheme: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#5b86f7',
    colorError: '#ff8f85',
    colorSuccess: '#6fd195',
    colorWarning: '#f0b75c',
    colorText: '#e8ebf1',
    colorTextSecondary: '#a5aebf',
    colorTextPlaceholder: '#929cae',
    colorBorder: '#3c4454',
    colorBorderSecondary: '#2a303c',
    colorBgContainer: '#14171d',
    colorBgElevated: '#1b1f27',
    colorBgLayout: '#0f1217',
  },
}
