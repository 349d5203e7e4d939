// Which versions of TLS a host accepts, and what is to be said of the chain it shows.
import { Card, Descriptions, Table, type TableProps, Tag } from 'antd';
import type { Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { HostName } from '../frame/HostName';
import { When } from '../frame/When';
import { useWords } from '../language/LanguageContext';
import { isOld, versionName } from './registration';
import { registrationWords } from './registrationWords';

export type TlsHost = Schemas['SiteTls']['hosts'][number];
type Version = TlsHost['versions'][number];
type Certificate = TlsHost['chain'][number];

function VersionTag({ one }: { one: Version }) {
  const t = useWords(registrationWords);
  const accepted = one.answer === 'accepted';
  const colour = accepted ? (isOld(one.version) ? 'warning' : 'success') : undefined;
  return (
    <Tag color={colour}>
      {versionName(one.version)} {t(one.answer)}
    </Tag>
  );
}

function Chain({ host }: { host: TlsHost }) {
  const t = useWords(registrationWords);
  const columns: TableProps<Certificate>['columns'] = [
    { key: 'subject', title: t('subject'), render: (_, c) => <Foreign>{c.subject}</Foreign> },
    { key: 'issuer', title: t('issuer'), render: (_, c) => <Foreign>{c.issuer}</Foreign> },
    {
      key: 'key',
      title: t('key'),
      width: 130,
      render: (_, c) => t('keyBits', { key: c.key || '—', count: c.key_bits }),
    },
    { key: 'signature', title: t('signature'), width: 170, render: (_, c) => <Foreign>{c.signature}</Foreign> },
    { key: 'until', title: t('until'), width: 150, render: (_, c) => <When at={c.not_after} /> },
  ];
  return (
    <Table<Certificate>
      size="small"
      rowKey={(c) => `${c.subject} ${c.not_after}`}
      columns={columns}
      dataSource={host.chain}
      pagination={false}
      scroll={{ x: 900 }}
    />
  );
}

export function TlsSetCard({ host }: { host: TlsHost }) {
  const t = useWords(registrationWords);
  return (
    <Card size="small" title={<HostName host={host.host} />}>
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2 }}
        items={[
          {
            key: 'versions',
            label: t('versions'),
            children: (
              <span>
                {host.versions.map((one) => (
                  <VersionTag key={one.version} one={one} />
                ))}
              </span>
            ),
          },
          {
            key: 'chain',
            label: t('chain'),
            children: (
              <span>
                <Tag color={host.complete ? 'success' : 'error'}>{host.complete ? t('complete') : t('incomplete')}</Tag>
                {!host.in_order && <Tag color="warning">{t('disorder')}</Tag>}
              </span>
            ),
          },
          {
            key: 'tried',
            label: t('tried'),
            children: (
              <span>
                <When at={host.at} /> <Foreign>{host.address}</Foreign>
              </span>
            ),
          },
        ]}
      />
      {host.chain.length > 0 && <Chain host={host} />}
    </Card>
  );
}
