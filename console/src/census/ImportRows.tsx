import { Segmented, type TableProps, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { answer, api, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { PagedTable } from '../frame/PagedTable';
import { useUrlFilters } from '../frame/urlFilters';
import { useCounts, useWords } from '../language/LanguageContext';
import { ProblemSeverity } from './ProblemCells';
import { censusWords } from './words';

type Row = Schemas['ImportRow'];
type Filter = 'all' | 'bad' | 'warned' | 'good';
const kKeys = ['rows'] as const;

// The names a form gives its columns, so that a problem can be marked in the cell it is about.
const kHeaders: Record<string, readonly string[]> = {
  organisation: ['单位名称'],
  site: ['网站名称'],
  ascii_domains: ['英文域名'],
  chinese_domains: ['中文域名'],
  mark_hung: ['网站标识是否已挂', '是否挂标', '标识'],
  contact: ['联系人'],
  phones: ['联系电话', '电话', '联系方式'],
};

export function problemsOf(row: Row, field: string): Schemas['CellProblem'][] {
  const names = kHeaders[field] ?? [];
  return row.problems.filter((problem) => names.some((name) => problem.column_name.includes(name)));
}

function Cell({ row, field, children }: { row: Row; field: string; children: ReactNode }) {
  const problems = problemsOf(row, field);
  if (problems.length === 0) return <>{children}</>;
  return (
    <Tooltip
      title={problems.map((p) => (
        <div key={p.code + p.message}>
          <Foreign>{`${p.message} ${p.read}`}</Foreign>
        </div>
      ))}
    >
      <span className="hb-cellread">{children || '—'}</span>
    </Tooltip>
  );
}

function useImportColumns(): NonNullable<TableProps<Row>['columns']> {
  const t = useWords(censusWords);
  const list = (row: Row, field: string, texts: string[]) => (
    <Cell row={row} field={field}>
      <span className="hb-cell-lines">
        {texts.map((text) => (
          <span key={text}>
            <Foreign>{text}</Foreign>
          </span>
        ))}
      </span>
    </Cell>
  );
  return [
    { key: 'row', title: t('row'), width: 64, dataIndex: 'row' },
    {
      key: 'organisation',
      title: t('organisation'),
      width: 190,
      render: (_, row) => (
        <Cell row={row} field="organisation">
          <Foreign>{row.organisation}</Foreign>
        </Cell>
      ),
    },
    {
      key: 'site',
      title: t('site'),
      width: 200,
      render: (_, row) => (
        <Cell row={row} field="site">
          <Foreign>{row.site ?? ''}</Foreign>
        </Cell>
      ),
    },
    { key: 'ascii', title: t('ascii'), width: 210, render: (_, row) => list(row, 'ascii_domains', row.ascii_domains) },
    {
      key: 'chinese',
      title: t('chinese'),
      width: 190,
      render: (_, row) => list(row, 'chinese_domains', row.chinese_domains),
    },
    {
      key: 'mark',
      title: t('mark'),
      width: 84,
      render: (_, row) => (
        <Cell row={row} field="mark_hung">
          {row.mark_hung === null ? '' : row.mark_hung ? t('yes') : t('no')}
        </Cell>
      ),
    },
    {
      key: 'contact',
      title: t('contact'),
      width: 110,
      render: (_, row) => (
        <Cell row={row} field="contact">
          <Foreign>{row.contact}</Foreign>
        </Cell>
      ),
    },
    { key: 'phones', title: t('phones'), width: 150, render: (_, row) => list(row, 'phones', row.phones) },
    {
      key: 'problems',
      title: t('problems'),
      width: 320,
      render: (_, row) => (
        <span className="hb-cell-lines">
          {row.problems.map((p) => (
            <span key={`${p.column} ${p.code} ${p.message}`}>
              <ProblemSeverity severity={p.severity} /> <Foreign>{p.message}</Foreign>
            </span>
          ))}
        </span>
      ),
    },
  ];
}

export function ImportRows({ made }: { made: Schemas['Import'] }) {
  const t = useWords(censusWords);
  const count = useCounts();
  const { filters, change } = useUrlFilters(kKeys);
  const filter = (['bad', 'warned', 'good'].includes(filters.rows ?? '') ? filters.rows : 'all') as Filter;
  const columns = useImportColumns();
  const load = (cursor: string | undefined, limit: number) =>
    answer(api.GET('/imports/{id}/rows', { params: { path: { id: made.id }, query: { filter, cursor, limit } } }));
  return (
    <div className="hb-stack">
      <div>
        <Segmented<Filter>
          value={filter}
          onChange={(value) => change({ rows: value === 'all' ? undefined : value })}
          options={[
            { value: 'all', label: t('filterAll', { n: count(made.rows) }) },
            { value: 'bad', label: t('filterBad', { n: count(made.bad_rows) }) },
            { value: 'warned', label: t('filterWarned', { n: count(made.warned_rows) }) },
            { value: 'good', label: t('filterGood', { n: count(made.good_rows) }) },
          ]}
        />
      </div>
      <div>
        <PagedTable<Row>
          label={t('rowsTab')}
          queryKey={['import', made.id, 'rows', filter, made.sheet]}
          load={load}
          columns={columns}
          rowKey="row"
          empty={t('noRows')}
          rowClassName={(row) => (row.verdict === 'good' ? '' : `hb-row-${row.verdict}`)}
        />
      </div>
    </div>
  );
}
