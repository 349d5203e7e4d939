// What the DNS says of a site's hosts, resolver by resolver, and what people expect it to say.
import { EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Descriptions, Skeleton, Table, type TableProps, Tag } from 'antd';
import { useState } from 'react';
import { useMay } from '../access/session';
import { answer, api, type Schemas } from '../api/client';
import { Foreign, ForeignLines } from '../frame/Foreign';
import { HostName } from '../frame/HostName';
import { ProblemNote } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useWords } from '../language/LanguageContext';
import { ExpectForm } from './ExpectForm';
import { nameWords } from './nameWords';

type Host = Schemas['HostNames'];
type Said = Schemas['NameAnswer'];
type Given = Schemas['GivenExpectation'];

function Addresses({ said }: { said: Said }) {
  const t = useWords(nameWords);
  if (said.addresses.length > 0) return <ForeignLines texts={said.addresses} />;
  const worst = said.a === 'answered' ? said.aaaa : said.a;
  return <Tag color={worst === 'no_data' ? undefined : 'error'}>{t(worst)}</Tag>;
}

function Answers({ host }: { host: Host }) {
  const t = useWords(nameWords);
  const columns: TableProps<Said>['columns'] = [
    { key: 'resolver', title: t('resolver'), width: 170, render: (_, said) => <Foreign>{said.resolver}</Foreign> },
    { key: 'addresses', title: t('addresses'), render: (_, said) => <Addresses said={said} /> },
    { key: 'aliases', title: t('aliases'), render: (_, said) => <ForeignLines texts={said.aliases} /> },
    {
      key: 'servers',
      title: t('servers'),
      render: (_, said) => (said.servers.length > 0 ? <ForeignLines texts={said.servers} /> : t(said.ns)),
    },
    {
      key: 'ttl',
      title: t('ttl'),
      width: 100,
      render: (_, said) => (said.ttl === null ? '' : t('seconds', { count: said.ttl })),
    },
  ];
  return (
    <Table<Said>
      size="small"
      rowKey="resolver"
      columns={columns}
      dataSource={host.answers}
      pagination={false}
      scroll={{ x: 720 }}
    />
  );
}

function Expected({ given }: { given: Given | null }) {
  const t = useWords(nameWords);
  if (!given || given.entries.length === 0) return <span className="hb-faint">{t('noExpected')}</span>;
  return (
    <span>
      <Tag>{t(given.mode)}</Tag> <ForeignLines texts={given.entries} />
    </span>
  );
}

function HostCard({ host, onChange }: { host: Host; onChange?: () => void }) {
  const t = useWords(nameWords);
  return (
    <Card
      size="small"
      title={<HostName host={host.host} />}
      extra={
        onChange && (
          <Button icon={<EditOutlined />} onClick={onChange}>
            {t('change')}
          </Button>
        )
      }
    >
      <Descriptions
        size="small"
        column={{ xs: 1, md: 3 }}
        items={[
          {
            key: 'asked',
            label: t('asked'),
            children: host.asked_at ? (
              <When at={host.asked_at} />
            ) : (
              <span title={t('notAskedMore')}>{t('notAsked')}</span>
            ),
          },
          { key: 'ipv6', label: t('ipv6'), children: host.ipv6 ? t(host.ipv6) : '—' },
          { key: 'expected', label: t('expected'), children: <Expected given={host.expected} /> },
        ]}
      />
      {host.asked_at && <Answers host={host} />}
    </Card>
  );
}

function History({ given }: { given: Given[] }) {
  const t = useWords(nameWords);
  const columns: TableProps<Given>['columns'] = [
    { key: 'at', title: t('when'), width: 150, render: (_, row) => <When at={row.at} /> },
    { key: 'by', title: t('by'), width: 120, render: (_, row) => <Foreign>{row.by}</Foreign> },
    { key: 'host', title: t('host'), render: (_, row) => <HostName host={row.host} /> },
    { key: 'expected', title: t('expected'), render: (_, row) => <Expected given={row} /> },
  ];
  return (
    <Card size="small" title={t('history')}>
      <Table<Given>
        size="small"
        rowKey={(row) => `${row.at} ${row.host}`}
        columns={columns}
        dataSource={given}
        pagination={false}
        scroll={{ x: 720 }}
      />
    </Card>
  );
}

export function NamesTab({ site }: { site: number }) {
  const may = useMay();
  const [editing, setEditing] = useState<Host | null>(null);
  const query = useQuery({
    queryKey: ['names', site],
    queryFn: () => answer(api.GET('/sites/{id}/names', { params: { path: { id: site } } })),
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton active />;
  const { hosts, history } = query.data;
  return (
    <div className="hb-stack">
      {hosts.map((host) => (
        <HostCard key={host.host} host={host} onChange={may('run_rounds') ? () => setEditing(host) : undefined} />
      ))}
      {history.length > 0 && <History given={history} />}
      {editing && (
        <ExpectForm site={site} host={editing} onClose={() => setEditing(null)} onSaved={() => void query.refetch()} />
      )}
    </div>
  );
}
