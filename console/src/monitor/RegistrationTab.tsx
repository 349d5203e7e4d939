// What registries say of the domains a site's hosts lie under, now and before.
import { useQuery } from '@tanstack/react-query';
import { Card, Descriptions, Empty, Skeleton, Table, type TableProps, Tag } from 'antd';
import { answer, api, type Schemas } from '../api/client';
import { Foreign, ForeignLines } from '../frame/Foreign';
import { HostName } from '../frame/HostName';
import { ProblemNote } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useWords } from '../language/LanguageContext';
import { daysLeft } from './registration';
import { registrationWords } from './registrationWords';
import { TlsSetCard } from './TlsSetCard';

type Domain = Schemas['SiteRegistration']['domains'][number];
type Said = Schemas['RegistrationSaid'];
type Interval = Schemas['RegistrationInterval'];

const soon = 30;
const grave = ['clientHold', 'serverHold', 'pendingDelete', 'redemptionPeriod', 'pendingRestore', 'expired'];

function Expiry({ said }: { said: Said }) {
  const t = useWords(registrationWords);
  if (!said.expires) return <span className="hb-faint">—</span>;
  const days = daysLeft(said.expires, Date.now());
  return (
    <span>
      <When at={said.expires} /> {days < 0 && <Tag color="error">{t('isOver')}</Tag>}
      {days >= 0 && <Tag color={days < soon ? 'warning' : undefined}>{t('daysLeft', { count: days })}</Tag>}
    </span>
  );
}

function Statuses({ said }: { said: Said }) {
  return (
    <span>
      {said.statuses.map((one) => (
        <Tag key={one} color={grave.includes(one) ? 'error' : undefined}>
          <Foreign>{one}</Foreign>
        </Tag>
      ))}
    </span>
  );
}

function Facts({ domain }: { domain: Domain }) {
  const t = useWords(registrationWords);
  const { look, said } = domain;
  const asked = look ? (
    <span>
      <When at={look.at} /> {look.outcome !== 'registered' && <Tag color="warning">{t(look.outcome)}</Tag>}{' '}
      {look.reason && look.outcome !== 'no_server' && (
        <span className="hb-soft">
          <Foreign>{look.reason}</Foreign>
        </span>
      )}
    </span>
  ) : (
    <span title={t('notAskedMore')}>{t('notAsked')}</span>
  );
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, md: 2, xl: 3 }}
      items={[
        ...(said
          ? [
              { key: 'expires', label: t('expires'), children: <Expiry said={said} /> },
              { key: 'statuses', label: t('statuses'), children: <Statuses said={said} /> },
              { key: 'registrar', label: t('registrar'), children: <Foreign>{said.registrar || '—'}</Foreign> },
              { key: 'servers', label: t('servers'), children: <ForeignLines texts={said.servers} /> },
              { key: 'since', label: t('since'), children: said.registered ? <When at={said.registered} /> : '—' },
            ]
          : []),
        { key: 'hosts', label: t('hosts'), children: <ForeignLines texts={domain.hosts} /> },
        { key: 'asked', label: t('asked'), children: asked },
        ...(look
          ? [
              { key: 'source', label: t('source'), children: <Foreign>{look.server || '—'}</Foreign> },
              { key: 'again', label: t('again'), children: <When at={look.due} /> },
            ]
          : []),
      ]}
    />
  );
}

function History({ rows }: { rows: Interval[] }) {
  const t = useWords(registrationWords);
  const columns: TableProps<Interval>['columns'] = [
    { key: 'from', title: t('from'), width: 110, render: (_, row) => <When at={row.from} /> },
    { key: 'to', title: t('to'), width: 110, render: (_, row) => <When at={row.to} /> },
    { key: 'answer', title: t('answer'), width: 100, render: (_, row) => t(row.outcome) },
    { key: 'expires', title: t('expires'), width: 140, render: (_, row) => row.said && <When at={row.said.expires} /> },
    { key: 'statuses', title: t('statuses'), width: 190, render: (_, row) => row.said && <Statuses said={row.said} /> },
    {
      key: 'registrar',
      title: t('registrar'),
      width: 150,
      render: (_, row) => row.said && <Foreign>{row.said.registrar}</Foreign>,
    },
    { key: 'servers', title: t('servers'), render: (_, row) => row.said && <ForeignLines texts={row.said.servers} /> },
  ];
  return (
    <Table<Interval>
      size="small"
      title={() => t('history')}
      rowKey="from"
      columns={columns}
      dataSource={rows}
      pagination={false}
      scroll={{ x: 1010 }}
    />
  );
}

function Domains({ site }: { site: number }) {
  const t = useWords(registrationWords);
  const query = useQuery({
    queryKey: ['registration', site],
    queryFn: () => answer(api.GET('/sites/{id}/registration', { params: { path: { id: site } } })),
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton active />;
  const { domains } = query.data;
  if (domains.length === 0) return <Empty description={t('none')} />;
  return (
    <>
      {domains.map((domain) => (
        <Card key={domain.domain} size="small" title={<HostName host={domain.domain} />}>
          <Facts domain={domain} />
          {domain.history.length > 1 && <History rows={domain.history} />}
        </Card>
      ))}
    </>
  );
}

function Hosts({ site }: { site: number }) {
  const query = useQuery({
    queryKey: ['tls', site],
    queryFn: () => answer(api.GET('/sites/{id}/tls', { params: { path: { id: site } } })),
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  return query.data?.hosts.map((host) => <TlsSetCard key={host.host} host={host} />);
}

export function RegistrationTab({ site }: { site: number }) {
  return (
    <div className="hb-stack">
      <Domains site={site} />
      <Hosts site={site} />
    </div>
  );
}
