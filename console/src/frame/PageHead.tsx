import { Typography } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useWords } from '../language/LanguageContext';
import { showForeign } from './foreign';
import { frameWords } from './words';

// Title of a page, what it is about in a line, and what can be done on it. Also the title of the browser's tab.
export function PageHead({
  title,
  note,
  actions,
  tags,
}: {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  tags?: ReactNode;
}) {
  const t = useWords(frameWords);
  const product = t('product');
  useEffect(() => {
    document.title = `${showForeign(title)} · ${product}`;
  }, [title, product]);
  return (
    <header className="hb-pagehead">
      <div className="hb-pagehead-text">
        <Typography.Title level={1} className="hb-title">
          <bdi>{showForeign(title)}</bdi>
          {tags && <span className="hb-title-tags">{tags}</span>}
        </Typography.Title>
        {note && <div className="hb-soft">{note}</div>}
      </div>
      {actions && <div className="hb-actions">{actions}</div>}
    </header>
  );
}
