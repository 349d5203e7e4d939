// A first-login secret, shown once: to be copied and handed over.
import { App, Typography } from 'antd';
import { useCallback } from 'react';
import type { Schemas } from '../api/client';
import { useWords } from '../language/LanguageContext';
import { accountWords } from './accountWords';

export function useTellSecret(): (made: Schemas['NewSecret']) => void {
  const t = useWords(accountWords);
  const { modal } = App.useApp();
  return useCallback(
    (made) => {
      if (made.secret === null) return; // signs in elsewhere
      void modal.success({
        title: `${t('secretTitle')} · ${made.account}`,
        content: (
          <>
            <Typography.Paragraph copyable className="hb-mono" data-testid="secret">
              {made.secret}
            </Typography.Paragraph>
            <p className="hb-soft">{t('secretMore')}</p>
          </>
        ),
      });
    },
    [modal, t],
  );
}
