import { Spin } from 'antd';
import { useWords } from '../language/LanguageContext';
import { frameWords } from './words';

export function Waiting() {
  const t = useWords(frameWords);
  return (
    <output className="hb-waiting" aria-label={t('loading')}>
      <Spin size="large" />
    </output>
  );
}
