import { Table, type TableProps, Tag } from 'antd';
import type { Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { When } from '../frame/When';
import { useCounts, useWords } from '../language/LanguageContext';
import { monitorWords } from './words';

type Tls = NonNullable<Schemas['HostRow']['tls']>;
type Certificate = Tls['chain'][number];

export function TlsPanel({ tls }: { tls: Tls }) {
  const t = useWords(monitorWords);
  const columns: TableProps<Certificate>['columns'] = [
    { key: 'subject', title: t('certSubject'), width: 260, render: (_, c) => <Foreign>{c.subject}</Foreign> },
    { key: 'issuer', title: t('certIssuer'), width: 220, render: (_, c) => <Foreign>{c.issuer}</Foreign> },
    {
      key: 'until',
      title: t('certUntil'),
      width: 160,
      render: (_, c) => (
        <span className={Date.parse(c.not_after) < Date.now() ? 'hb-compare-off' : undefined}>
          <When at={c.not_after} />
        </span>
      ),
    },
    {
      key: 'names',
      title: t('certNames'),
      render: (_, c) => (
        <span className="hb-mono">
          <Foreign>{c.names.slice(0, 8).join(', ') || '—'}</Foreign>
        </span>
      ),
    },
  ];
  return (
    <>
      <p className="hb-tls">
        <Tag color={tls.trusted ? 'success' : 'error'}>{tls.trusted ? t('trusted') : t('untrusted')}</Tag>
        {tls.expired && <Tag color="error">{t('expired')}</Tag>}
        {tls.self_signed && <Tag color="warning">{t('selfSigned')}</Tag>}
        {tls.name_mismatch && <Tag color="warning">{t('nameMismatch')}</Tag>}
        <span className="hb-mono hb-soft">
          <Foreign>{[tls.protocol, tls.cipher].filter(Boolean).join(' · ')}</Foreign>
        </span>{' '}
        {tls.verify_error && (
          <span className="hb-compare-off">
            <Foreign>{tls.verify_error}</Foreign>
          </span>
        )}
      </p>
      {tls.chain.length > 0 && (
        <Table<Certificate>
          size="small"
          pagination={false}
          rowKey="sha256"
          columns={columns}
          dataSource={tls.chain}
          scroll={{ x: 'max-content' }}
        />
      )}
    </>
  );
}

export function Timings({ timing }: { timing: Schemas['HostRow']['timing'] }) {
  const t = useWords(monitorWords);
  const count = useCounts();
  const steps = [
    ['resolved', t('resolved'), timing.resolved],
    ['connected', t('connected'), timing.connected],
    ['secured', t('secured'), timing.secured],
    ['first_byte', t('firstByte'), timing.first_byte],
    ['total', t('lastByte'), timing.total],
  ] as const;
  const most = Math.max(1, ...steps.map((step) => step[2] ?? 0));
  return (
    <div className="hb-timeline">
      {steps
        .filter((step) => step[2] !== null)
        .map(([key, name, ms]) => (
          <div key={key} className="hb-contents">
            <span className="hb-soft">{name}</span>
            <span className="hb-bar-track" aria-hidden>
              <i
                className="hb-bar-part"
                style={{ width: `${(100 * (ms ?? 0)) / most}%`, background: 'var(--hb-primary)' }}
              />
            </span>
            <span className="hb-bar-count">{t('ms', { n: count(ms ?? 0) })}</span>
          </div>
        ))}
    </div>
  );
}
