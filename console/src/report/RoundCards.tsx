import { Card, Descriptions, Empty } from 'antd';
import { useCallback } from 'react';
import { Link } from 'react-router-dom';
import type { Schemas } from '../api/client';
import type { Tokens } from '../app/tokens';
import { Chart } from '../chart/Chart';
import { When } from '../frame/When';
import { useCounts, useWords } from '../language/LanguageContext';
import { RoundStateTag } from '../monitor/tags';
import { reportWords } from './words';

export function LatestRound({ overview }: { overview: Schemas['Overview'] }) {
  const t = useWords(reportWords);
  const count = useCounts();
  const round = overview.running_round ?? overview.latest_round;
  return (
    <Card
      size="small"
      title={t('latest')}
      extra={round && <Link to={`/rounds/${round.id}`}>{t('round', { n: round.id })}</Link>}
      className="hb-span-4"
    >
      {round ? (
        <Descriptions
          size="small"
          column={1}
          items={[
            { key: 'state', label: t('state'), children: <RoundStateTag state={round.state} /> },
            { key: 'started', label: t('started'), children: <When at={round.started_at} /> },
            { key: 'finished', label: t('finished'), children: <When at={round.ended_at} /> },
            { key: 'rows', label: t('rows'), children: `${count(round.done)} / ${count(round.targets)}` },
          ]}
        />
      ) : (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noRound')} />
      )}
    </Card>
  );
}

export function Trend({ overview }: { overview: Schemas['Overview'] }) {
  const t = useWords(reportWords);
  const points = overview.trend;
  const option = useCallback(
    (tokens: Tokens) => ({
      grid: { left: 44, right: 44, top: 34, bottom: 26 },
      legend: {
        top: 0,
        right: 0,
        icon: 'roundRect',
        itemWidth: 10,
        itemHeight: 8,
        textStyle: { color: tokens.inkSoft },
      },
      tooltip: { trigger: 'axis', renderMode: 'richText' },
      xAxis: {
        type: 'category',
        data: points.map((p) => `#${p.round}`),
        axisLine: { lineStyle: { color: tokens.line } },
        axisTick: { show: false },
        axisLabel: { color: tokens.inkSoft },
      },
      yAxis: [
        {
          type: 'value',
          minInterval: 1,
          splitLine: { lineStyle: { color: tokens.line } },
          axisLabel: { color: tokens.inkSoft },
        },
        { type: 'value', minInterval: 1, splitLine: { show: false }, axisLabel: { color: tokens.inkSoft } },
      ],
      series: [
        {
          name: t('ok'),
          type: 'bar',
          stack: 'rows',
          barMaxWidth: 22,
          data: points.map((p) => p.ok),
          itemStyle: { color: tokens.state.good },
        },
        {
          name: t('notOk'),
          type: 'bar',
          stack: 'rows',
          barMaxWidth: 22,
          data: points.map((p) => p.rows - p.ok),
          itemStyle: { color: tokens.state.bad },
        },
      ],
    }),
    [points, t],
  );
  return (
    <Card size="small" title={t('trend')} className="hb-span-8">
      {points.length < 2 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('trendNone')} />
      ) : (
        <Chart label={t('trend')} height={180} option={option} />
      )}
    </Card>
  );
}
