import { MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useScheme } from '../app/SchemeContext';
import { useLanguage, useWords } from '../language/LanguageContext';
import { frameWords } from './words';

export function LanguageSwitch() {
  const { language, choose } = useLanguage();
  const t = useWords(frameWords);
  return (
    <Button
      type="text"
      size="small"
      aria-label={t('language')}
      onClick={() => choose(language === 'zh' ? 'en' : 'zh')}
      data-testid="language"
    >
      {t('languageShort')}
    </Button>
  );
}

export function SchemeSwitch() {
  const { scheme, choose } = useScheme();
  const t = useWords(frameWords);
  return (
    <Button
      type="text"
      size="small"
      aria-label={scheme === 'dark' ? t('toLight') : t('toDark')}
      data-testid="scheme"
      icon={scheme === 'dark' ? <SunOutlined /> : <MoonOutlined />}
      onClick={() => choose(scheme === 'dark' ? 'light' : 'dark')}
    />
  );
}
