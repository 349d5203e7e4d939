// ECharts on a canvas, loaded only where a chart stands. Tooltips are drawn on the canvas too (richText): no HTML is
// ever built from data. Every chart stands beside a list that says the same in words.
import { Skeleton } from 'antd';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useEffect, useRef, useState } from 'react';
import { useScheme } from '../app/SchemeContext';
import { type Tokens, tokens, type } from '../app/tokens';

export interface ChartProps {
  label: string;
  height: number;
  option: (tokens: Tokens) => EChartsCoreOption;
  onPick?: (name: string, series: string) => void;
}

export function Chart({ label, height, option, onPick }: ChartProps) {
  const { scheme } = useScheme();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  const [ready, setReady] = useState(false);

  useEffect(() => {
    let gone = false;
    let observer: ResizeObserver | undefined;
    void import('./engine').then(({ init }) => {
      if (gone || !box.current) return;
      const made = init(box.current, undefined, { renderer: 'canvas' });
      made.on('click', (event) => pick.current?.(String(event.name), String(event.seriesName ?? '')));
      observer = new ResizeObserver(() => made.resize());
      observer.observe(box.current);
      chart.current = made;
      setReady(true);
    });
    return () => {
      gone = true;
      observer?.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    if (!ready) return;
    const t = tokens[scheme];
    chart.current?.setOption(
      {
        animation: false,
        textStyle: { fontFamily: type.family, color: t.inkSoft },
        color: t.series,
        tooltip: {
          renderMode: 'richText',
          confine: true,
          backgroundColor: t.raised,
          borderColor: t.line,
          textStyle: { color: t.ink, fontSize: 12 },
        },
        ...option(t),
      },
      true,
    );
  }, [ready, scheme, option]);

  return (
    <div role="img" aria-label={label}>
      {!ready && <Skeleton active title={false} />}
      <div ref={box} style={{ height: ready ? height : 0 }} />
    </div>
  );
}
