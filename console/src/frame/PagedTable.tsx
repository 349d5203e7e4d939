// A table whose pages the server cuts. The API's cursors go forward only, so the way back is the list of cursors passed.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Empty, Select, Space, Table, type TableProps } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useCounts, useWords } from '../language/LanguageContext';
import { ProblemNote } from './ProblemNote';
import { frameWords } from './words';

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
  total?: number; // undefined: not counted
}

export interface PagedTableProps<T extends object> {
  queryKey: readonly unknown[]; // filters and sort: a change goes back to the first page
  load: (cursor: string | undefined, limit: number) => Promise<Page<T>>;
  columns: TableProps<T>['columns'];
  rowKey: keyof T & string;
  empty: ReactNode;
  label: string; // what the table holds, for readers who hear it
  onChange?: TableProps<T>['onChange'];
  rowSelection?: TableProps<T>['rowSelection'];
  expandable?: TableProps<T>['expandable'];
  rowClassName?: (row: T) => string;
  scrollX?: number;
}

const kLimits = [20, 50, 100, 200];

export function PagedTable<T extends object>(props: PagedTableProps<T>) {
  const t = useWords(frameWords);
  const count = useCounts();
  const [limit, setLimit] = useState(50);
  const [passed, setPassed] = useState<string[]>([]);
  const key = JSON.stringify(props.queryKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the trigger, not an input
  useEffect(() => setPassed([]), [key]);
  const cursor = passed.at(-1);
  const query = useQuery({
    queryKey: [...props.queryKey, cursor ?? '', limit],
    queryFn: () => props.load(cursor, limit),
    placeholderData: keepPreviousData,
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  const page = query.data;
  const from = page && page.items.length > 0 ? passed.length * limit + 1 : 0;
  return (
    <>
      <Table<T>
        aria-label={props.label}
        size="small"
        rowKey={props.rowKey}
        columns={props.columns}
        dataSource={page?.items ?? []}
        loading={query.isFetching && (query.isPlaceholderData || !page)}
        pagination={false}
        scroll={{ x: props.scrollX ?? 'max-content' }}
        sticky={{ offsetHeader: 0 }}
        locale={{
          emptyText: query.isPending ? ' ' : <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={props.empty} />,
        }}
        onChange={props.onChange}
        rowSelection={props.rowSelection}
        expandable={props.expandable}
        rowClassName={props.rowClassName}
      />
      <div className="hb-pager">
        <span aria-live="polite" className="hb-soft">
          {page &&
            t(page.total === undefined ? 'rangeOpen' : 'range', {
              from: count(from),
              to: count(from + page.items.length - (from ? 1 : 0)),
              total: count(page.total ?? 0),
            })}
        </span>
        <Space>
          <Select
            size="small"
            value={limit}
            aria-label={t('perPage', { n: limit })}
            onChange={(next) => {
              setPassed([]);
              setLimit(next);
            }}
            options={kLimits.map((n) => ({ value: n, label: t('perPage', { n }) }))}
          />
          <Button size="small" disabled={passed.length === 0} onClick={() => setPassed(passed.slice(0, -1))}>
            {t('previous')}
          </Button>
          <Button
            size="small"
            disabled={!page?.next_cursor || query.isPlaceholderData}
            onClick={() => page?.next_cursor && setPassed([...passed, page.next_cursor])}
          >
            {t('nextPage')}
          </Button>
        </Space>
      </div>
    </>
  );
}
