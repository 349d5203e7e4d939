// What the latest visits of a site gave, one panel for every address asked.
import { Alert, Collapse, Descriptions, type DescriptionsProps, Empty, Table, type TableProps, Tag } from 'antd';
import type { Schemas } from '../api/client';
import { Foreign, OutsideLink } from '../frame/Foreign';
import { HostName } from '../frame/HostName';
import { byteSize } from '../frame/moments';
import { When } from '../frame/When';
import { useCounts, useLanguage, useWords } from '../language/LanguageContext';
import { Timings, TlsPanel } from './TlsPanel';
import { MarkSign, OutcomeTag } from './tags';
import { monitorWords } from './words';

type HostRow = Schemas['HostRow'];

type FooterLine = Schemas['FooterValue'] & { key: string; kind: string };

function FooterPanel({ footer }: { footer: NonNullable<HostRow['footer']> }) {
  const t = useWords(monitorWords);
  const lines = (kind: string, values: Schemas['FooterValue'][]): FooterLine[] =>
    values.map((value, index) => ({ ...value, kind, key: `${kind} ${index}` }));
  const columns: TableProps<FooterLine>['columns'] = [
    { key: 'kind', title: t('kind'), width: 130, dataIndex: 'kind' },
    { key: 'raw', title: t('raw'), render: (_, line) => <Foreign>{line.raw}</Foreign> },
    { key: 'normal', title: t('normal'), render: (_, line) => <Foreign>{line.normal || '—'}</Foreign> },
    {
      key: 'valid',
      title: t('valid'),
      width: 220,
      render: (_, line) =>
        line.valid ? (
          t('yes')
        ) : (
          <span className="hb-compare-off">
            {t('no')} <Foreign>{line.reason}</Foreign>
          </span>
        ),
    },
    {
      key: 'link',
      title: t('link'),
      render: (_, line) => (line.link ? <OutsideLink address={line.link} /> : <span className="hb-faint">—</span>),
    },
  ];
  const rows = [
    ...lines(t('icp'), footer.icp),
    ...lines(t('police'), footer.police),
    ...lines(t('siteCode'), footer.site_code),
  ];
  return (
    <>
      <Table<FooterLine>
        size="small"
        pagination={false}
        columns={columns}
        dataSource={rows}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: t('absent') }}
      />
      <Descriptions
        className="hb-gap-above"
        size="small"
        column={{ xs: 1, md: 3 }}
        items={[
          { key: 'organiser', label: t('organiser'), children: <Foreign>{footer.organiser || '—'}</Foreign> },
          { key: 'contact', label: t('contact'), children: <Foreign>{footer.contact || '—'}</Foreign> },
          { key: 'button', label: t('errorButton'), children: footer.error_report_button ? t('present') : t('absent') },
        ]}
      />
    </>
  );
}

function Chain({ row }: { row: HostRow }) {
  if (row.chain.length === 0) return <OutsideLink address={row.asked_url} />;
  return (
    <ol className="hb-hops">
      {row.chain.map((hop, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a loop visits the same address twice, and hops never move
        <li key={index}>
          <span className="hb-soft">{hop.status || '—'}</span> <OutsideLink address={hop.url} />{' '}
          <small className="hb-faint hb-mono">{hop.address}</small>
        </li>
      ))}
    </ol>
  );
}

type Attempt = HostRow['attempts'][number];

function Attempts({ row }: { row: HostRow }) {
  const t = useWords(monitorWords);
  const count = useCounts();
  const columns: TableProps<Attempt>['columns'] = [
    {
      key: 'asked',
      title: t('asked'),
      render: (_, attempt) => (
        <>
          <OutsideLink address={attempt.asked_url} /> {attempt.number > 1 && <Tag>{t('again')}</Tag>}
          {attempt.vantage !== 'local' && <Tag color="processing">{attempt.vantage}</Tag>}
        </>
      ),
    },
    {
      key: 'outcome',
      title: t('outcome'),
      width: 140,
      render: (_, attempt) => <OutcomeTag outcome={attempt.outcome} />,
    },
    { key: 'status', title: t('status'), width: 80, render: (_, attempt) => attempt.status || '—' },
    {
      key: 'address',
      title: t('address'),
      width: 160,
      render: (_, attempt) => (
        <span className="hb-mono">
          <Foreign>{attempt.address || '—'}</Foreign>
        </span>
      ),
    },
    {
      key: 'total',
      title: t('total'),
      width: 100,
      align: 'right',
      render: (_, attempt) => (attempt.total_ms === null ? '—' : t('ms', { n: count(attempt.total_ms) })),
    },
    { key: 'reason', title: t('reasonWhy'), width: 260, render: (_, attempt) => <Foreign>{attempt.reason}</Foreign> },
  ];
  return (
    <Table<Attempt>
      size="small"
      pagination={false}
      rowKey={(attempt) => `${attempt.scheme} ${attempt.number} ${attempt.at}`}
      columns={columns}
      dataSource={row.attempts}
      scroll={{ x: 'max-content' }}
    />
  );
}

function useFactItems(row: HostRow): NonNullable<DescriptionsProps['items']> {
  const t = useWords(monitorWords);
  const { language } = useLanguage();
  const colour = row.mark?.colour === 'red' ? t('red') : row.mark?.colour === 'blue' ? t('blue') : '';
  return [
    { key: 'title', label: t('title'), children: <Foreign>{row.title || '—'}</Foreign> },
    {
      key: 'at',
      label: t('at'),
      children: (
        <>
          <When at={row.at} />{' '}
          {row.first_round < row.round && <span className="hb-faint">{t('since', { n: row.first_round })}</span>}
        </>
      ),
    },
    { key: 'chain', label: t('chain'), children: <Chain row={row} /> },
    { key: 'timings', label: t('timings'), children: <Timings timing={row.timing} /> },
    {
      key: 'mark',
      label: t('markFact'),
      children: row.mark ? (
        <span className="hb-cell-lines">
          <MarkSign mark={row.mark.state} />
          {row.mark.id && (
            <span className="hb-mono">
              <Foreign>{row.mark.id}</Foreign> {colour}
            </span>
          )}
          {row.mark.reason && (
            <small className="hb-compare-off">
              <Foreign>{row.mark.reason}</Foreign>
            </small>
          )}
        </span>
      ) : (
        '—'
      ),
    },
    {
      key: 'charset',
      label: t('charset'),
      children: row.charset ? (
        <>
          <Foreign>
            {row.charset.declared
              ? t('charsetDeclared', { used: row.charset.used, declared: row.charset.declared })
              : row.charset.used}
          </Foreign>{' '}
          {row.charset.lying && <Tag color="warning">{t('charsetLying')}</Tag>}
        </>
      ) : (
        '—'
      ),
    },
    {
      key: 'bytes',
      label: t('bytes'),
      children: (
        <>
          {byteSize(row.bytes, language)} {row.truncated && <Tag color="warning">{t('truncated')}</Tag>}
        </>
      ),
    },
    { key: 'vantage', label: t('vantage'), children: <Foreign>{row.vantage}</Foreign> },
  ];
}

function Panel({ row }: { row: HostRow }) {
  const t = useWords(monitorWords);
  const items = useFactItems(row);
  return (
    <div className="hb-stack">
      {row.reason && row.outcome !== 'ok' && (
        <Alert
          type="warning"
          showIcon
          title={
            <>
              <span className="hb-soft">{t('reasonWhy')}</span> <Foreign>{row.reason}</Foreign>
            </>
          }
        />
      )}
      <Descriptions size="small" column={{ xs: 1, lg: 2 }} items={items} styles={{ label: { width: 92 } }} />
      {row.attempts.length > 0 && (
        <section>
          <h3 className="hb-h3">{t('attempts')}</h3>
          <Attempts row={row} />
        </section>
      )}
      <section>
        <h3 className="hb-h3">{t('tls')}</h3>
        {row.tls ? <TlsPanel tls={row.tls} /> : <span className="hb-faint">{t('tlsNone')}</span>}
      </section>
      <section>
        <h3 className="hb-h3">{t('footer')}</h3>
        {row.footer ? <FooterPanel footer={row.footer} /> : <span className="hb-faint">{t('footerNone')}</span>}
      </section>
    </div>
  );
}

export function HostFacts({ rows }: { rows: HostRow[] }) {
  const t = useWords(monitorWords);
  if (rows.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noVisits')} />;
  return (
    <Collapse
      size="small"
      defaultActiveKey={rows.slice(0, 1).map((row) => row.id)}
      items={rows.map((row) => ({
        key: row.id,
        label: (
          <span className="hb-verdict">
            <HostName host={row.host || row.asked_url || '—'} />
            <OutcomeTag outcome={row.outcome} />
            {row.status > 0 && <span className="hb-soft">HTTP {row.status}</span>}
            {row.timing.total !== null && <span className="hb-faint">{t('ms', { n: row.timing.total })}</span>}
          </span>
        ),
        children: <Panel row={row} />,
      }))}
    />
  );
}
