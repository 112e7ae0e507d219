import type { Me } from '#core/identity/contract.ts'
import { Notice } from '#ui/Notice.tsx'
import { SignInForm } from './SignInForm.tsx'
import { SignInFrame } from './SignInPage.tsx'
import './sign-in.css'

/** Above the page, which stays as it was. */
export function SessionEnded({ me, onSignedIn }: { me: Me; onSignedIn: (me: Me) => void }) {
  return (
    <div className="w-in-cover" role="dialog" aria-label="重新登录">
      <SignInFrame>
        <h1>重新登录</h1>
        <div style={{ margin: '10px 0 4px' }}>
          <Notice tone="amber">登录已过期。{me.name}登录后回到原来的页面，已填内容都在</Notice>
        </div>
        <SignInForm onSignedIn={onSignedIn} only={me.account} />
      </SignInFrame>
    </div>
  )
}
