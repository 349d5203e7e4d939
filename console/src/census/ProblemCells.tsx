import { Checkbox, Empty, Table, type TableProps, Tag } from 'antd';
import { useState } from 'react';
import type { Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { useWords } from '../language/LanguageContext';
import { censusWords } from './words';

type Cell = Schemas['CellProblem'];

export function cellName(problem: Pick<Cell, 'row' | 'column'>): string {
  return `${problem.column}${problem.row}`;
}

export function ProblemSeverity({ severity }: { severity: Cell['severity'] }) {
  const t = useWords(censusWords);
  return <Tag color={severity === 'error' ? 'error' : 'warning'}>{t(severity)}</Tag>;
}

// Every bad cell on a line: where it is, what was read, what was expected.
export function ProblemCells({ problems }: { problems: Cell[] }) {
  const t = useWords(censusWords);
  const [errorsOnly, setErrorsOnly] = useState(false);
  const columns: TableProps<Cell>['columns'] = [
    {
      key: 'cell',
      title: t('position'),
      width: 84,
      render: (_, cell) => <strong className="hb-mono">{cellName(cell)}</strong>,
    },
    {
      key: 'column',
      title: t('column'),
      width: 130,
      render: (_, cell) => <Foreign>{cell.column_name || '—'}</Foreign>,
    },
    {
      key: 'severity',
      title: t('severity'),
      width: 80,
      render: (_, cell) => <ProblemSeverity severity={cell.severity} />,
    },
    {
      key: 'read',
      title: t('read'),
      width: 200,
      render: (_, cell) =>
        cell.read ? (
          <span className="hb-cellread">
            <Foreign>{cell.read}</Foreign>
          </span>
        ) : (
          <span className="hb-faint">{t('emptyCell')}</span>
        ),
    },
    {
      key: 'expected',
      title: t('expected'),
      width: 220,
      render: (_, cell) => <Foreign>{cell.expected || '—'}</Foreign>,
    },
    { key: 'message', title: t('message'), render: (_, cell) => <Foreign>{cell.message}</Foreign> },
  ];
  const shown = errorsOnly ? problems.filter((cell) => cell.severity === 'error') : problems;
  return (
    <div data-testid="problem-cells">
      <p>
        <Checkbox checked={errorsOnly} onChange={(event) => setErrorsOnly(event.target.checked)}>
          {t('errorsOnly')}
        </Checkbox>
      </p>
      <Table<Cell>
        size="small"
        rowKey={(cell) => `${cellName(cell)} ${cell.code} ${cell.message} ${cell.read}`}
        columns={columns}
        dataSource={shown}
        pagination={shown.length > 50 ? { pageSize: 50, size: 'small', showSizeChanger: false } : false}
        scroll={{ x: 960 }}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noProblems')} /> }}
      />
    </div>
  );
}
