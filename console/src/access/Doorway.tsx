import type { ReactNode } from 'react';
import { LanguageSwitch, SchemeSwitch } from '../frame/Switches';
import { frameWords } from '../frame/words';
import { useWords } from '../language/LanguageContext';
import { accessWords } from './words';

// The page before the pages: who we are on one side, the form on the other.
export function Doorway({ children }: { children: ReactNode }) {
  const t = useWords(frameWords);
  const a = useWords(accessWords);
  return (
    <div className="hb-door">
      <aside className="hb-door-side">
        <img src="/pillar.svg" alt="" width={56} height={56} />
        <div>
          <div className="hb-door-name">{t('product')}</div>
          <div className="hb-door-tagline">{t('tagline')}</div>
        </div>
        <div className="hb-door-motto">{a('pillar')}</div>
      </aside>
      <main className="hb-door-main">
        <div className="hb-door-tools">
          <LanguageSwitch />
          <SchemeSwitch />
        </div>
        <div className="hb-door-form">{children}</div>
      </main>
    </div>
  );
}
