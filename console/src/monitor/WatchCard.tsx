// How the watch keeps its word; nothing where the server was started without one.
import { useQuery } from '@tanstack/react-query';
import { Alert, Card, Descriptions, type DescriptionsProps, Tag } from 'antd';
import { Link } from 'react-router-dom';
import { answer, api, type Schemas } from '../api/client';
import { span } from '../frame/moments';
import { ProblemNote } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useCounts, useLanguage, useWords } from '../language/LanguageContext';
import { watchWords } from './watchWords';

type Period = Schemas['WatchPeriod'];
const kRefreshMs = 5_000;

// The rows, each with its reason.
const notVisited = (period: Period) => `/rounds/${period.round}?outcome=not_visited`;

function usePeriodItems() {
  const t = useWords(watchWords);
  const count = useCounts();
  const { language } = useLanguage();
  const seconds = (ms: number) => (ms < 1000 ? t('underASecond') : span(ms / 1000, language));
  return (period: Period): DescriptionsProps['items'] => [
    { key: 'began', label: t('began'), children: <When at={period.began_at} /> },
    {
      key: 'rows',
      label: t('rows'),
      children: (
        <Link to={`/rounds/${period.round}`}>
          {count(period.done)} / {count(period.rows)}
        </Link>
      ),
    },
    {
      key: 'missed',
      label: t('notVisited'),
      children: (
        <Link className={period.not_visited > 0 ? 'hb-compare-off' : undefined} to={notVisited(period)}>
          {count(period.not_visited)}
        </Link>
      ),
    },
    ...(period.left_alone > 0
      ? [
          {
            key: 'left',
            label: t('leftAlone'),
            children: <Link to={notVisited(period)}>{count(period.left_alone)}</Link>,
          },
        ]
      : []),
    {
      key: 'late',
      label: t('late'),
      children: t('lateOf', { p99: seconds(period.late_ms.p99), most: seconds(period.late_ms.most) }),
    },
  ];
}

export function WatchCard() {
  const t = useWords(watchWords);
  const { language } = useLanguage();
  const items = usePeriodItems();
  const query = useQuery({
    queryKey: ['watch'],
    queryFn: () => answer(api.GET('/watch')),
    refetchInterval: kRefreshMs,
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  const watch = query.data;
  if (!watch || watch.every_s === null) return null;
  return (
    <Card
      size="small"
      className="hb-gap-below"
      title={
        <>
          {t('watch')}{' '}
          <Tag color={watch.running ? 'success' : 'error'}>{watch.running ? t('running') : t('stopped')}</Tag>
        </>
      }
      extra={<span className="hb-soft">{t('every', { time: span(watch.every_s, language) })}</span>}
    >
      {watch.failure && (
        <Alert type="error" showIcon title={watch.failure.explanation[language]} description={t('again')} />
      )}
      {watch.render_failure && (
        <Alert
          className="hb-gap-below"
          type="warning"
          showIcon
          title={`${t('notDrawn')}${watch.render_failure.explanation[language]}`}
          description={t('again')}
        />
      )}
      {watch.line_suspected_at && (
        <Alert
          className="hb-gap-below"
          type="warning"
          showIcon
          title={
            <>
              {t('line')} <When at={watch.line_suspected_at} />
            </>
          }
          description={t('lineMore')}
        />
      )}
      {watch.resolvers_silent_at && (
        <Alert
          className="hb-gap-below"
          type="error"
          showIcon
          title={
            <>
              {t('resolvers')} <When at={watch.resolvers_silent_at} />
            </>
          }
          description={t('resolversMore')}
        />
      )}
      {watch.before ? (
        <Descriptions size="small" column={{ xs: 1, sm: 2, lg: 4 }} title={t('before')} items={items(watch.before)} />
      ) : (
        <span className="hb-soft">{t('first')}</span>
      )}
    </Card>
  );
}
