import { QueryClientProvider } from '@tanstack/react-query'
import { ConfigProvider } from 'antd'
import type { ReactNode } from 'react'
import { queryClient } from './query.ts'
import { locale, theme } from './theme.ts'
import { ToastHost } from './toast.tsx'
import './base.css'
import './table.css'

/** Everything a page of the kit needs around it: look, language, queries, short notices. */
export function UiProvider({ children }: { children: ReactNode }) {
  return (
    <ConfigProvider
      theme={theme}
      locale={locale}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      <QueryClientProvider client={queryClient}>
        {children}
        <ToastHost />
      </QueryClientProvider>
    </ConfigProvider>
  )
}
