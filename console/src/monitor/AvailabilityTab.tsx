// How often a site could be opened: a strip of days, what an inspection would say of it, and every check as proof.
import { useQuery } from '@tanstack/react-query';
import { Card, Collapse, Empty, Skeleton, type TableProps, Tag, Tooltip } from 'antd';
import { answer, api, type Schemas } from '../api/client';
import { HostName } from '../frame/HostName';
import { absolute } from '../frame/moments';
import { PagedTable } from '../frame/PagedTable';
import { ProblemNote } from '../frame/ProblemNote';
import { useCounts, useLanguage, useWords } from '../language/LanguageContext';
import { type Availability, type DayTone, daysBetween, type HostAvailability, toneOf } from './availability';
import { availabilityWords } from './availabilityWords';
import { OutcomeTag } from './tags';

type Sample = Schemas['SamplePage']['items'][number];
const kDays = 31;

function Strip({ host, of }: { host: HostAvailability; of: Availability }) {
  const t = useWords(availabilityWords);
  const count = useCounts();
  const kept = new Map(host.days.map((day) => [day.day, day]));
  const tip = (name: string) => {
    const day = kept.get(name);
    if (!day) return t('dayNone', { day: name });
    return t('dayTip', {
      day: name,
      samples: count(day.samples),
      opened: count(day.opened),
      failed: count(day.failed),
      median: day.median_ms === null ? '—' : t('ms', { n: count(day.median_ms) }),
    });
  };
  return (
    <div className="hb-strip" role="img" aria-label={t('strip', { host: host.host, n: kDays })}>
      {daysBetween(of.from, kDays).map((name) => (
        <Tooltip key={name} title={tip(name)}>
          <i className={`hb-strip-day hb-strip-${toneOf(kept.get(name), of.rule.failed_percent)}`} />
        </Tooltip>
      ))}
    </div>
  );
}

function Legend() {
  const t = useWords(availabilityWords);
  const names: [DayTone, string][] = [
    ['good', t('legendGood')],
    ['fault', t('legendFault')],
    ['bad', t('legendBad')],
    ['none', t('legendNone')],
  ];
  return (
    <p className="hb-strip-legend hb-soft">
      {names.map(([tone, name]) => (
        <span key={tone}>
          <i className={`hb-strip-day hb-strip-${tone}`} /> {name}
        </span>
      ))}
    </p>
  );
}

function InspectionLine({ host, of }: { host: HostAvailability; of: Availability }) {
  const t = useWords(availabilityWords);
  const count = useCounts();
  const found = host.inspection;
  const [colour, said] =
    found.proof === 'too_few'
      ? (['default', t('tooFew')] as const)
      : found.veto
        ? (['error', t('veto')] as const)
        : (['success', t('passed')] as const);
  return (
    <p>
      <Tag color={colour}>{said}</Tag>
      {t('share', { failed: count(found.failed), visits: count(found.visits), percent: found.failed_percent })}{' '}
      <span className="hb-soft">{t('window', { days: of.rule.days, until: of.until })}</span>
    </p>
  );
}

function Proof({ site, host }: { site: number; host: HostAvailability }) {
  const t = useWords(availabilityWords);
  const { language } = useLanguage();
  const count = useCounts();
  const since = new Date(Date.now() - kDays * 86_400_000).toISOString();
  const columns: TableProps<Sample>['columns'] = [
    { key: 'at', title: t('at'), width: 230, render: (_, row) => <time>{absolute(row.at, language)}</time> },
    { key: 'outcome', title: t('outcome'), width: 160, render: (_, row) => <OutcomeTag outcome={row.outcome} /> },
    {
      key: 'took',
      title: t('took'),
      render: (_, row) => (row.ms === null ? '—' : t('ms', { n: count(row.ms) })),
    },
  ];
  return (
    <PagedTable<Sample>
      queryKey={['samples', site, host.series]}
      load={(cursor, limit) =>
        answer(
          api.GET('/sites/{id}/samples', {
            params: { path: { id: site }, query: { series: host.series, from: since, cursor, limit } },
          }),
        )
      }
      columns={columns}
      rowKey="at"
      empty={t('none')}
      label={t('proof')}
    />
  );
}

export function AvailabilityTab({ site }: { site: number }) {
  const t = useWords(availabilityWords);
  const { language } = useLanguage();
  const query = useQuery({
    queryKey: ['availability', site],
    queryFn: () => answer(api.GET('/sites/{id}/availability', { params: { path: { id: site } } })),
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton active />;
  const of = query.data;
  if (of.hosts.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('none')} />;
  return (
    <div className="hb-stack">
      {of.hosts.map((host) => (
        <Card
          key={host.series}
          size="small"
          title={<HostName host={host.host} port={host.port} />}
          extra={<span className="hb-soft">{t('vantage', { vantage: host.vantage })}</span>}
        >
          <Strip host={host} of={of} />
          <InspectionLine host={host} of={of} />
          <Collapse
            size="small"
            ghost
            destroyOnHidden
            items={[{ key: 'proof', label: t('proof'), children: <Proof site={site} host={host} /> }]}
          />
        </Card>
      ))}
      <Legend />
      <p className="hb-soft">
        {of.rule.explanation[language]}
        <br />
        {t('basis', { basis: of.rule.basis })}
      </p>
    </div>
  );
}
