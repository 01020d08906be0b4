/** Everything that stands around the pages: theme, words of the component library, the cache and the router. */
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import enGB from 'antd/locale/en_GB'
import zhCN from 'antd/locale/zh_CN'
import { queryClient } from '../api/query.ts'
import { darkTheme, lightTheme } from '../ui/theme.ts'
import { Toasts } from '../ui/toast.tsx'
import { router } from './router.tsx'
import { useDark } from './theme.ts'
import { useLanguage } from './words.ts'

export function App() {
  const language = useLanguage()
  const dark = useDark()
  return (
    <ConfigProvider
      locale={language === 'zh' ? zhCN : enGB}
      theme={dark ? darkTheme : lightTheme}
      button={{ autoInsertSpace: false }}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </ConfigProvider>
  )
}
