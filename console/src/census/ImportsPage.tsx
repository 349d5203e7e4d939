import { InboxOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Card, Empty, Progress, Skeleton, Table, type TableProps, Tag, Upload } from 'antd';
import { useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { answer, api, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { byteSize } from '../frame/moments';
import { PageHead } from '../frame/PageHead';
import { ProblemNote } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useCounts, useLanguage, useWords } from '../language/LanguageContext';
import { useAbout } from '../report/overview';
import { uploadWorkbook } from './upload';
import { censusWords } from './words';

type Import = Schemas['Import'];

export function ImportStateTag({ state }: { state: Import['state'] }) {
  const t = useWords(censusWords);
  const colour = { reading: 'processing', ready: 'warning', failed: 'error', committed: 'success' }[state];
  return <Tag color={colour}>{t(state)}</Tag>;
}

function DropBox() {
  const t = useWords(censusWords);
  const { language } = useLanguage();
  const go = useNavigate();
  const client = useQueryClient();
  const limit = useAbout().data?.limits.upload_bytes;
  const [percent, setPercent] = useState(0);
  const abort = useRef<AbortController | null>(null);
  const upload = useMutation({
    mutationFn: (file: File) => {
      abort.current = new AbortController();
      setPercent(0);
      return uploadWorkbook(file, setPercent, abort.current.signal);
    },
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: ['imports'] });
      go(`/imports/${made.id}`);
    },
  });
  return (
    <div className="hb-stack">
      <Upload.Dragger
        accept=".xlsx,.csv,.xls"
        multiple={false}
        showUploadList={false}
        disabled={upload.isPending}
        beforeUpload={(file) => {
          upload.mutate(file);
          return false; // ours to send
        }}
      >
        <div className="hb-drop">
          <InboxOutlined className="hb-drop-icon" />
          <div>{t('drop')}</div>
          <div className="hb-soft">{t('dropMore', { size: limit ? byteSize(limit, language) : '—' })}</div>
        </div>
      </Upload.Dragger>
      {upload.isPending && (
        <div aria-live="polite">
          {t('uploading', { percent })}
          <Progress percent={percent} showInfo={false} />
        </div>
      )}
      {upload.isError && <ProblemNote error={upload.error} />}
    </div>
  );
}

export function ImportsPage() {
  const t = useWords(censusWords);
  const count = useCounts();
  const query = useQuery({ queryKey: ['imports'], queryFn: () => answer(api.GET('/imports')) });
  const columns: TableProps<Import>['columns'] = [
    {
      key: 'file',
      title: t('file'),
      render: (_, row) => (
        <Link to={`/imports/${row.id}`}>
          <Foreign>{row.filename}</Foreign>
        </Link>
      ),
    },
    { key: 'state', title: t('state'), width: 110, render: (_, row) => <ImportStateTag state={row.state} /> },
    { key: 'rows', title: t('rows'), width: 90, align: 'right', render: (_, row) => count(row.rows) },
    { key: 'bad', title: t('bad'), width: 100, align: 'right', render: (_, row) => count(row.bad_rows) },
    { key: 'warned', title: t('warned'), width: 110, align: 'right', render: (_, row) => count(row.warned_rows) },
    { key: 'by', title: t('by'), width: 130, render: (_, row) => <Foreign>{row.by}</Foreign> },
    { key: 'at', title: t('at'), width: 150, render: (_, row) => <When at={row.created_at} /> },
  ];
  return (
    <>
      <PageHead title={t('imports')} />
      <div className="hb-stack">
        <DropBox />
        <Card size="small" title={t('unfinished')}>
          {query.isError && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
          {query.isPending && <Skeleton active />}
          {query.data && (
            <Table<Import>
              size="small"
              rowKey="id"
              pagination={false}
              columns={columns}
              dataSource={query.data.items}
              scroll={{ x: 'max-content' }}
              locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noImports')} /> }}
            />
          )}
        </Card>
      </div>
    </>
  );
}
