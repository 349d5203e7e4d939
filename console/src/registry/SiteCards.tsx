import { CheckOutlined, CloseOutlined, MinusOutlined, QuestionOutlined } from '@ant-design/icons';
import { Card, Descriptions, Input, Table, type TableProps } from 'antd';
import type { ReactNode } from 'react';
import type { Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { When } from '../frame/When';
import { useWords } from '../language/LanguageContext';
import { lifeTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { MarkSign } from '../monitor/tags';
import { type Agreement, type Comparison, compare, markAgreement } from './compare';
import { YesNo } from './siteColumns';
import { registryWords } from './words';

type Site = Schemas['Site'];

function AgreementSign({ agreement }: { agreement: Agreement }) {
  const t = useWords(registryWords);
  const signs: Record<Agreement, [ReactNode, string, string]> = {
    agrees: [<CheckOutlined key="i" />, t('agrees'), 'hb-compare-agree'],
    differs: [<CloseOutlined key="i" />, t('differs'), 'hb-compare-off'],
    'only-declared': [<CloseOutlined key="i" />, t('onlyDeclared'), 'hb-compare-off'],
    'only-observed': [<QuestionOutlined key="i" />, t('onlyObserved'), 'hb-sev-medium'],
    'not-compared': [<MinusOutlined key="i" />, t('notCompared'), 'hb-faint'],
  };
  const [icon, text, className] = signs[agreement];
  return (
    <span className={`hb-state ${className}`}>
      {icon} {text}
    </span>
  );
}

interface Line {
  key: string;
  name: string;
  declared: ReactNode;
  observed: ReactNode;
  agreement: Agreement;
}

function Observed({ line }: { line: Comparison }) {
  if (line.observed.length === 0) return <span className="hb-faint">—</span>;
  return (
    <span className="hb-cell-lines">
      {line.observed.map((item) => (
        <span key={item.text}>
          <Foreign>{item.text}</Foreign>
          {item.invalid && (
            <small className="hb-compare-off">
              {' '}
              <Foreign>{item.invalid}</Foreign>
            </small>
          )}
        </span>
      ))}
    </span>
  );
}

export function CompareCard({ site }: { site: Site }) {
  const t = useWords(registryWords);
  const names = {
    mark: t('markRow'),
    icp: t('icp'),
    police: t('police'),
    site_code: t('siteCode'),
    organiser: t('organiser'),
  };
  const lines: Line[] = [
    {
      key: 'mark',
      name: names.mark,
      declared: <YesNo value={site.mark_declared} />,
      observed: <MarkSign mark={site.mark_observed} />,
      agreement: markAgreement(site),
    },
    ...compare(site).map((line) => ({
      key: line.key,
      name: names[line.key],
      declared:
        line.declared.length > 0 ? <Foreign>{line.declared.join('、')}</Foreign> : <span className="hb-faint">—</span>,
      observed: <Observed line={line} />,
      agreement: line.agreement,
    })),
  ];
  const columns: TableProps<Line>['columns'] = [
    { key: 'name', title: t('field'), width: 130, dataIndex: 'name' },
    { key: 'declared', title: t('declared'), dataIndex: 'declared' },
    { key: 'observed', title: t('observed'), dataIndex: 'observed' },
    { key: 'agreement', title: '', width: 120, render: (_, line) => <AgreementSign agreement={line.agreement} /> },
  ];
  return (
    <Card size="small" title={t('compare')} className="hb-span-7">
      <Table<Line>
        size="small"
        pagination={false}
        rowKey="key"
        columns={columns}
        dataSource={lines}
        scroll={{ x: 480 }}
      />
    </Card>
  );
}

// An instant in the form a datetime-local field holds: the reader's own zone, no seconds.
function localInput(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return '';
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export interface AsOf {
  asOf?: string;
  setAsOf: (instant?: string) => void;
}

export function RegisterCard({ site, asOf, setAsOf }: { site: Site } & AsOf) {
  const t = useWords(registryWords);
  const term = useTerm();
  return (
    <Card size="small" title={t('declaration')} className="hb-span-5">
      <Descriptions
        size="small"
        column={1}
        styles={{ label: { width: 108 } }}
        items={[
          { key: 'life', label: t('life'), children: term(lifeTerms, site.life) },
          { key: 'region', label: t('region'), children: <Foreign>{site.region?.name ?? '—'}</Foreign> },
          ...(site.remark ? [{ key: 'remark', label: t('remark'), children: <Foreign>{site.remark}</Foreign> }] : []),
          { key: 'effective', label: t('effective'), children: <When at={site.effective_from} /> },
          {
            key: 'recorded',
            label: t('recorded'),
            children: (
              <>
                <When at={site.recorded_at} /> · <Foreign>{site.by}</Foreign>
              </>
            ),
          },
          {
            key: 'as-of',
            label: t('asOf'),
            children: (
              <Input
                type="datetime-local"
                size="small"
                className="hb-date"
                aria-label={t('asOf')}
                defaultValue={asOf ? localInput(asOf) : ''}
                onBlur={(event) => {
                  const date = new Date(event.target.value);
                  if (event.target.value && !Number.isNaN(date.getTime())) setAsOf(date.toISOString());
                }}
              />
            ),
          },
        ]}
      />
    </Card>
  );
}
