import { Tooltip } from 'antd';
import { useLanguage, useWords } from '../language/LanguageContext';
import { absolute, brief } from './moments';
import { frameWords } from './words';

export function When({ at }: { at: string | null | undefined }) {
  const { language } = useLanguage();
  const t = useWords(frameWords);
  if (!at) return <span className="hb-faint">{t('never')}</span>;
  return (
    <Tooltip title={absolute(at, language)}>
      <time dateTime={at}>{brief(at, Date.now(), language)}</time>
    </Tooltip>
  );
}
