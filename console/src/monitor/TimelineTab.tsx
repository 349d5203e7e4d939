// A site's time at a glance: how each host opened step by step, how long it took, and what changed or was found.
import { useQuery } from '@tanstack/react-query';
import { Card, Empty, Segmented, Skeleton, Tooltip } from 'antd';
import { useCallback, useState } from 'react';
import { Link } from 'react-router-dom';
import { answer, api, type Schemas } from '../api/client';
import type { Tokens } from '../app/tokens';
import { Chart } from '../chart/Chart';
import { Foreign } from '../frame/Foreign';
import { HostName } from '../frame/HostName';
import { absolute, tick } from '../frame/moments';
import { ProblemNote } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useCounts, useLanguage, useWords } from '../language/LanguageContext';
import { useTerm } from '../language/useTerm';
import { pageChangeWords } from './pageChangeWords';
import { SeverityMark } from './tags';
import { happenings, stepsBetween, type TimelineStep, toneOfStep } from './timeline';
import { changedPartTerms, wallWords } from './wallWords';
import { eventTerms } from './words';

type Timeline = Schemas['Timeline'];
type Host = Timeline['hosts'][number];
const kFewSteps = 24;
const kHour = 3_600_000;
const kDay = 24 * kHour;
const kSpans = { day: kDay, week: 7 * kDay, month: 31 * kDay, year: 365 * kDay } as const;
type Span = keyof typeof kSpans;

function Strip({ host, of }: { host: Host; of: Timeline }) {
  const t = useWords(wallWords);
  const count = useCounts();
  const { language } = useLanguage();
  const tip = (at: string, step: TimelineStep | undefined) =>
    step
      ? t('stepTip', {
          at: absolute(at, language),
          samples: count(step.samples),
          opened: count(step.opened),
          failed: count(step.failed),
          median: step.median_ms === null ? '—' : count(step.median_ms),
        })
      : `${absolute(at, language)} —`;
  return (
    <div className="hb-strip hb-strip-wide" role="img" aria-label={t('strip', { host: host.host })}>
      {stepsBetween(of, host).map(({ at, step }) => (
        <Tooltip key={at} title={tip(at, step)}>
          <i className={`hb-strip-day hb-strip-${toneOfStep(step)}`} />
        </Tooltip>
      ))}
    </div>
  );
}

function LatencyChart({ host, of }: { host: Host; of: Timeline }) {
  const t = useWords(wallWords);
  const { language } = useLanguage();
  const option = useCallback(
    (tokens: Tokens) => {
      const steps = stepsBetween(of, host);
      // A line needs two points; a few checks are shown as dots.
      const showSymbol = host.steps.length < kFewSteps;
      return {
        grid: { left: 56, right: 16, top: 30, bottom: 24 },
        legend: { top: 0, textStyle: { color: tokens.inkSoft } },
        xAxis: {
          type: 'category',
          data: steps.map(({ at }) => absolute(at, language)),
          axisLabel: {
            color: tokens.inkSoft,
            hideOverlap: true,
            formatter: (_: string, at: number) => tick(steps[at]?.at ?? '', of.step_s),
          },
        },
        yAxis: { type: 'value', splitLine: { lineStyle: { color: tokens.line } } },
        tooltip: { trigger: 'axis' },
        series: [
          {
            name: t('median'),
            type: 'line',
            showSymbol,
            data: steps.map(({ step }) => step?.median_ms ?? null),
          },
          {
            name: t('slowest'),
            type: 'line',
            showSymbol,
            lineStyle: { type: 'dotted' },
            data: steps.map(({ step }) => step?.slowest_ms ?? null),
          },
        ],
      };
    },
    [host, of, t, language],
  );
  return <Chart label={`${t('latency')} ${host.host}`} height={166} option={option} />;
}

function Happened({ site, timeline }: { site: number; timeline: Timeline }) {
  const t = useWords(wallWords);
  const p = useWords(pageChangeWords);
  const term = useTerm();
  const { language } = useLanguage();
  const all = happenings(timeline);
  if (all.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('nothing')} />;
  return (
    <ul className="hb-news">
      {all.map((one) =>
        one.kind === 'found' ? (
          <li key={`${one.at} ${one.news.what} ${one.news.finding.id}`}>
            <SeverityMark severity={one.news.finding.severity} />
            <span>
              <strong>{term(eventTerms, one.news.what)}</strong>{' '}
              <Link to={`/findings/${one.news.finding.id}`}>
                <Foreign>{one.news.finding.explanation[language]}</Foreign>
              </Link>{' '}
              <span className="hb-soft">
                <When at={one.at} />
              </span>
            </span>
          </li>
        ) : one.kind === 'page' ? (
          <li key={`page ${one.page.id}`}>
            <span className="hb-soft">
              <HostName host={one.page.host} />
            </span>
            <span>
              <strong>{p('pageChanged')}</strong>{' '}
              <Link to={`/sites/${site}/changes/${one.page.id}`}>{p('compare')}</Link>{' '}
              <span className="hb-soft">
                <When at={one.at} />
              </span>
            </span>
          </li>
        ) : (
          <li key={`${one.at} ${one.change.host} ${one.change.part}`}>
            <span className="hb-soft">
              <HostName host={one.change.host} />
            </span>
            <span>
              <strong>{term(changedPartTerms, one.change.part)}</strong>{' '}
              <span className="hb-soft">
                <When at={one.at} />
                {!one.kept && ` · ${p('notKept')}`}
              </span>
              <span className="hb-before-after">
                <span className="hb-snippet">
                  <span className="hb-soft">{t('before')}</span> <Foreign>{one.change.before || '—'}</Foreign>
                </span>
                <span className="hb-snippet">
                  <span className="hb-soft">{t('after')}</span> <Foreign>{one.change.after || '—'}</Foreign>
                </span>
              </span>
            </span>
          </li>
        ),
      )}
    </ul>
  );
}

export function TimelineTab({ site }: { site: number }) {
  const t = useWords(wallWords);
  const [span, setSpan] = useState<Span>('day');
  const query = useQuery({
    queryKey: ['timeline', site, span],
    queryFn: () =>
      answer(
        api.GET('/sites/{id}/timeline', {
          params: { path: { id: site }, query: { from: new Date(Date.now() - kSpans[span]).toISOString() } },
        }),
      ),
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  const options = (Object.keys(kSpans) as Span[]).map((value) => ({ value, label: t(value) }));
  return (
    <div className="hb-stack">
      <Segmented<Span> value={span} onChange={setSpan} options={options} />
      {!query.data && <Skeleton active />}
      {query.data?.hosts.length === 0 && <span className="hb-soft">{t('noChecks')}</span>}
      {query.data?.hosts.map((host) => (
        <Card
          key={`${host.host} ${host.port} ${host.vantage}`}
          size="small"
          title={<HostName host={host.host} port={host.port} />}
          extra={<span className="hb-soft">{t('latency')}</span>}
        >
          <Strip host={host} of={query.data} />
          <LatencyChart host={host} of={query.data} />
        </Card>
      ))}
      {query.data && (
        <Card size="small" title={t('happened')}>
          <Happened site={site} timeline={query.data} />
        </Card>
      )}
    </div>
  );
}
