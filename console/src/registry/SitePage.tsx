import { EditOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Skeleton, Tabs } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router-dom';
import { useMay } from '../access/session';
import { answer, api, type Schemas, type Tagged, taggedAnswer } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { absolute } from '../frame/moments';
import { PageHead } from '../frame/PageHead';
import { ProblemNote, problemOf } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useCounts, useLanguage, useWords } from '../language/LanguageContext';
import { AvailabilityTab } from '../monitor/AvailabilityTab';
import { availabilityWords } from '../monitor/availabilityWords';
import { FindingsTable } from '../monitor/FindingsTable';
import { HostFacts } from '../monitor/HostFacts';
import { inspectionWords } from '../monitor/inspectionWords';
import { NamesTab } from '../monitor/NamesTab';
import { nameWords } from '../monitor/nameWords';
import { OrdersTab } from '../monitor/OrdersTab';
import { orderWords } from '../monitor/orderWords';
import { RegistrationTab } from '../monitor/RegistrationTab';
import { registrationWords } from '../monitor/registrationWords';
import { TimelineTab } from '../monitor/TimelineTab';
import { WaveNote } from '../monitor/Trait';
import { MarkSign, OutcomeTag, SeverityMark, StateMark } from '../monitor/tags';
import { WalksTab } from '../monitor/WalksTab';
import { wallWords } from '../monitor/wallWords';
import { ContactsCard, DeclarationsCard } from './Declarations';
import { EndButton } from './EndButton';
import { CompareCard, RegisterCard } from './SiteCards';
import { SiteForm } from './SiteForm';
import { SiteHistory } from './SiteHistory';
import { registryWords } from './words';

type Site = Schemas['Site'];

function CheckNow({ site }: { site: Site }) {
  const t = useWords(registryWords);
  const go = useNavigate();
  const { modal, notification } = App.useApp();
  const start = useMutation({
    mutationFn: () => answer(api.POST('/rounds', { body: { sites: [site.id] } })),
    onSuccess: (round) => go(`/rounds/${round.id}`),
    onError: (error) => notification.error({ title: problemOf(error).title, description: problemOf(error).next }),
  });
  const ask = () =>
    void modal.confirm({
      title: t('checkAsk'),
      content: t('checkAskMore'),
      okText: t('start'),
      onOk: () => start.mutateAsync().catch(() => undefined),
    });
  return (
    <Button icon={<PlayCircleOutlined />} onClick={ask}>
      {t('checkNow')}
    </Button>
  );
}

function VerdictLine({ site }: { site: Site }) {
  const t = useWords(registryWords);
  const v = site.verdict;
  if (v.round === null) return <span className="hb-faint">{t('notVisited')}</span>;
  return (
    <span className="hb-verdict">
      <StateMark state={v.state} />
      <OutcomeTag outcome={v.outcome} />
      {v.worst_severity && <SeverityMark severity={v.worst_severity} />}
      <MarkSign mark={site.mark_observed} />
      <span>
        {t('decided', { round: v.round })} · <When at={v.at} />
      </span>
    </span>
  );
}

function useAsOf() {
  const [search, setSearch] = useSearchParams();
  const asOf = search.get('as_of') ?? undefined;
  const setAsOf = (value: string | undefined) =>
    setSearch((now) => {
      const next = new URLSearchParams(now);
      if (value) next.set('as_of', value);
      else next.delete('as_of');
      return next;
    });
  return { asOf, setAsOf };
}

function SiteTabs({ site, asOf, setAsOf }: { site: Site; asOf?: string; setAsOf: (value?: string) => void }) {
  const t = useWords(registryWords);
  const availability = useWords(availabilityWords);
  const wall = useWords(wallWords);
  const orders = useWords(orderWords);
  const inspection = useWords(inspectionWords);
  const names = useWords(nameWords);
  const registration = useWords(registrationWords);
  const may = useMay();
  const count = useCounts();
  const [search, setSearch] = useSearchParams();
  const tab = search.get('tab') ?? 'facts';
  return (
    <Tabs
      activeKey={tab}
      onChange={(key) =>
        setSearch((now) => {
          const next = new URLSearchParams(now);
          next.set('tab', key);
          return next;
        })
      }
      items={[
        {
          key: 'facts',
          label: t('overviewTab'),
          children: (
            <div className="hb-grid">
              <CompareCard site={site} />
              <RegisterCard site={site} asOf={asOf} setAsOf={setAsOf} />
              <div className="hb-span-12 hb-stack">
                <FindingsTable site={site.id} compact />
                <DeclarationsCard site={site} editable={may('edit_register') && !asOf} />
                <ContactsCard site={site} editable={may('edit_register') && !asOf} />
              </div>
            </div>
          ),
        },
        {
          key: 'visits',
          label: `${t('visitsTab')} (${count(site.hosts.length)})`,
          children: <HostFacts rows={site.hosts} />,
        },
        { key: 'availability', label: availability('tab'), children: <AvailabilityTab site={site.id} /> },
        { key: 'timeline', label: wall('timeline'), children: <TimelineTab site={site.id} /> },
        {
          key: 'findings',
          label: `${t('findingsTab')} (${count(site.verdict.open_findings)})`,
          children: <FindingsTable site={site.id} />,
        },
        { key: 'walks', label: inspection('walksTab'), children: <WalksTab site={site.id} /> },
        { key: 'names', label: names('tab'), children: <NamesTab site={site.id} /> },
        { key: 'registration', label: registration('tab'), children: <RegistrationTab site={site.id} /> },
        { key: 'orders', label: orders('tab'), children: <OrdersTab site={site.id} /> },
        { key: 'history', label: t('historyTab'), children: <SiteHistory id={site.id} /> },
      ]}
    />
  );
}

export function SitePage() {
  const t = useWords(registryWords);
  const { language } = useLanguage();
  const may = useMay();
  const go = useNavigate();
  const id = Number(useParams().id);
  const { asOf, setAsOf } = useAsOf();
  const [editing, setEditing] = useState<Tagged<Site> | null>(null);
  const query = useQuery({
    queryKey: ['site', id, asOf ?? ''],
    queryFn: () => taggedAnswer(api.GET('/sites/{id}', { params: { path: { id }, query: { as_of: asOf } } })),
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton active paragraph={{ rows: 8 }} />;
  const site = query.data.value;
  return (
    <>
      <PageHead
        title={site.name || `#${site.id}`}
        note={<VerdictLine site={site} />}
        actions={
          <>
            {may('run_rounds') && <CheckNow site={site} />}
            {may('edit_register') && !asOf && (
              <EndButton
                label={t('endSite')}
                ask={t('endSiteAsk')}
                end={() =>
                  answer(
                    api.DELETE('/sites/{id}', { params: { path: { id }, header: { 'If-Match': query.data.etag } } }),
                  )
                }
                onEnded={() => go('/sites')}
              />
            )}
            {may('edit_register') && !asOf && (
              <Button icon={<EditOutlined />} onClick={() => setEditing(query.data)}>
                {t('edit')}
              </Button>
            )}
          </>
        }
      />
      {asOf && (
        <Alert
          className="hb-gap-below"
          type="info"
          showIcon
          title={<Foreign>{t('asOfNote', { when: absolute(asOf, language) })}</Foreign>}
          action={
            <Button size="small" onClick={() => setAsOf(undefined)}>
              {t('now')}
            </Button>
          }
        />
      )}
      <WaveNote wave={site.wave} />
      <SiteTabs site={site} asOf={asOf} setAsOf={setAsOf} />
      {editing && (
        <SiteForm open site={editing} onClose={() => setEditing(null)} onSaved={() => void query.refetch()} />
      )}
    </>
  );
}
