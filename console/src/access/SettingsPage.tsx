import { Card, Descriptions, Radio, Skeleton } from 'antd';
import { useScheme } from '../app/SchemeContext';
import { Foreign } from '../frame/Foreign';
import { byteSize } from '../frame/moments';
import { PageHead } from '../frame/PageHead';
import { ProblemNote } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useCounts, useLanguage, useWords } from '../language/LanguageContext';
import { useAbout } from '../report/overview';
import { OwnGrants, OwnSessions } from './OwnAccess';
import { OwnFactor } from './OwnFactor';
import { PasswordForm } from './PasswordForm';
import { useSession } from './session';
import { settingsWords } from './settingsWords';
import { OwnTokens } from './Tokens';

function Appearance() {
  const t = useWords(settingsWords);
  const { language, choose } = useLanguage();
  const { scheme, choose: chooseScheme } = useScheme();
  return (
    <Card size="small" title={t('appearance')}>
      <Descriptions
        size="small"
        column={1}
        items={[
          {
            key: 'language',
            label: t('language'),
            children: (
              <Radio.Group
                optionType="button"
                size="small"
                value={language}
                onChange={(event) => choose(event.target.value)}
                options={[
                  { value: 'zh', label: '中文' },
                  { value: 'en', label: 'English' },
                ]}
              />
            ),
          },
          {
            key: 'scheme',
            label: t('scheme'),
            children: (
              <Radio.Group
                optionType="button"
                size="small"
                value={scheme}
                onChange={(event) => chooseScheme(event.target.value)}
                options={[
                  { value: 'light', label: t('light') },
                  { value: 'dark', label: t('dark') },
                ]}
              />
            ),
          },
        ]}
      />
    </Card>
  );
}

function About() {
  const t = useWords(settingsWords);
  const { language } = useLanguage();
  const count = useCounts();
  const query = useAbout();
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  const about = query.data;
  return (
    <Card size="small" title={t('about')}>
      {about ? (
        <Descriptions
          size="small"
          column={1}
          items={[
            { key: 'version', label: t('version'), children: <span className="hb-mono">{about.version}</span> },
            { key: 'api', label: t('api'), children: <a href="/api/v1/openapi.yaml">v{about.api}</a> },
            { key: 'started', label: t('started'), children: <When at={about.started_at} /> },
            { key: 'vantage', label: t('vantage'), children: <Foreign>{about.vantage}</Foreign> },
            {
              key: 'lab',
              label: t('lab'),
              children: about.lab ? (
                <strong className="hb-sev-medium">
                  <Foreign>{about.lab}</Foreign>
                </strong>
              ) : (
                t('labOff')
              ),
            },
            { key: 'upload', label: t('uploadLimit'), children: byteSize(about.limits.upload_bytes, language) },
            { key: 'body', label: t('bodyLimit'), children: byteSize(about.limits.body_bytes, language) },
            { key: 'page', label: t('pageLimit'), children: count(about.limits.page_size) },
          ]}
        />
      ) : (
        <Skeleton active />
      )}
    </Card>
  );
}

function Account() {
  const t = useWords(settingsWords);
  const session = useSession().data;
  if (!session) return null;
  return (
    <Card size="small" title={t('account')}>
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: 'name', label: t('name'), children: <Foreign>{session.account.name}</Foreign> },
          { key: 'until', label: t('until'), children: <When at={session.expires_at} /> },
        ]}
      />
      <h3 className="hb-h3 hb-gap-above">{t('password')}</h3>
      <div className="hb-narrow">
        <PasswordForm />
      </div>
    </Card>
  );
}

export function SettingsPage() {
  const t = useWords(settingsWords);
  return (
    <>
      <PageHead title={t('title')} />
      <div className="hb-grid">
        <div className="hb-span-6 hb-stack hb-top">
          <About />
          <Appearance />
          <OwnTokens />
        </div>
        <div className="hb-span-6 hb-stack hb-top">
          <Account />
          <OwnFactor />
          <OwnGrants />
          <OwnSessions />
        </div>
      </div>
    </>
  );
}
