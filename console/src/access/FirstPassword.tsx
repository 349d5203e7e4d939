import { useWords } from '../language/LanguageContext';
import { Doorway } from './Doorway';
import { PasswordForm } from './PasswordForm';
import { accessWords } from './words';

// What a first login meets before anything else.
export function FirstPassword() {
  const t = useWords(accessWords);
  return (
    <Doorway>
      <h1 className="hb-door-title">{t('changeFirst')}</h1>
      <p className="hb-soft">{t('changeWhy')}</p>
      <PasswordForm focus />
    </Doorway>
  );
}
