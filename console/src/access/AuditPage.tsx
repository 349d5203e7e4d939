// Who did and tried what: the audit administrator's room.
import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, type TableProps } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { answer, api, type Schemas } from '../api/client';
import { FilterBar, TermFilter, TextFilter } from '../frame/Filters';
import { Foreign } from '../frame/Foreign';
import { PagedTable } from '../frame/PagedTable';
import { PageHead } from '../frame/PageHead';
import { useUrlFilters } from '../frame/urlFilters';
import { useCounts, useWords } from '../language/LanguageContext';
import { useTerm } from '../language/useTerm';
import { EntryResult, EntrySource, EntryTime, EntryWho } from './AuditCells';
import { AuditDrawer } from './AuditDrawer';
import { actionKey, actionTerms, recordName, stageTerms } from './auditTerms';
import { auditWords } from './auditWords';

type Entry = Schemas['AuditEntry'];
const kKeys = ['who', 'object', 'stage', 'from', 'until'] as const;
const kRoot = '/api/v1/';

function useColumns(open: (sequence: number) => void): TableProps<Entry>['columns'] {
  const t = useWords(auditWords);
  const term = useTerm();
  return [
    { key: 'at', title: t('at'), width: 180, render: (_, row) => <EntryTime entry={row} /> },
    { key: 'who', title: t('account'), width: 150, render: (_, row) => <EntryWho entry={row} /> },
    { key: 'from', title: t('from'), width: 180, render: (_, row) => <EntrySource entry={row} /> },
    {
      key: 'action',
      title: t('action'),
      width: 220,
      render: (_, row) => (
        <Button type="link" size="small" className="hb-cell-link" onClick={() => open(row.sequence)}>
          {term(actionTerms, actionKey(row.action))}
        </Button>
      ),
    },
    { key: 'object', title: t('record'), width: 200, render: (_, row) => <Foreign>{recordName(row.object)}</Foreign> },
    { key: 'result', title: t('stage'), render: (_, row) => <EntryResult entry={row} /> },
  ];
}

function HeadNote() {
  const t = useWords(auditWords);
  const count = useCounts();
  const head = useQuery({ queryKey: ['audit', 'head'], queryFn: () => answer(api.GET('/audit/head')) });
  if (!head.data) return null;
  const { sequence, signed_by, signature_kind } = head.data;
  return <p className="hb-soft">{t('headMore', { n: count(sequence), key: signed_by, kind: signature_kind })}</p>;
}

export function AuditPage() {
  const t = useWords(auditWords);
  const { filters, change, clear } = useUrlFilters(kKeys);
  const [opened, setOpened] = useState<number | null>(null);
  const columns = useColumns(setOpened);
  const { who, from, until } = filters;
  const object = filters.object && kRoot + filters.object.replace(/^\/(api\/v1\/)?/, '');
  const stage = filters.stage as Schemas['AuditStage'] | undefined;
  return (
    <>
      <PageHead
        title={t('title')}
        actions={
          <Button icon={<DownloadOutlined />} href="/api/v1/audit/export" data-testid="export-audit">
            {t('export')}
          </Button>
        }
      />
      <p className="hb-soft">{t('more')}</p>
      <HeadNote />
      <FilterBar filters={filters} clear={clear}>
        <TextFilter label={t('who')} value={who} change={(text) => change({ who: text })} />
        <TextFilter label={t('object')} value={filters.object} change={(text) => change({ object: text })} />
        <TermFilter
          label={t('stage')}
          terms={stageTerms}
          value={filters.stage}
          change={(value) => change({ stage: value })}
        />
        <DatePicker.RangePicker
          aria-label={t('days')}
          value={[from ? dayjs(from) : null, until ? dayjs(until).subtract(1, 'day') : null]}
          allowEmpty={[true, true]}
          onChange={(days) =>
            change({
              from: days?.[0]?.startOf('day').toISOString(),
              until: days?.[1]?.startOf('day').add(1, 'day').toISOString(),
            })
          }
        />
      </FilterBar>
      <PagedTable<Entry>
        queryKey={['audit', who ?? '', object ?? '', stage ?? '', from ?? '', until ?? '']}
        load={(cursor, limit) =>
          answer(api.GET('/audit', { params: { query: { who, object, stage, from, until, cursor, limit } } }))
        }
        columns={columns}
        rowKey="sequence"
        label={t('title')}
        empty={t('none')}
        scrollX={1000}
      />
      {opened !== null && <AuditDrawer sequence={opened} onClose={() => setOpened(null)} />}
    </>
  );
}
