// Who declares the site under which names, and whom to call: the rows of the forms, edited by hand.
import { EditOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Card, Empty, Space, Table, type TableProps, Tooltip } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { answer, api, type Schemas } from '../api/client';
import { Foreign, OutsideLink } from '../frame/Foreign';
import { When } from '../frame/When';
import { useWords } from '../language/LanguageContext';
import { ContactForm } from './ContactForm';
import { DeclarationForm } from './DeclarationForm';
import { EndButton } from './EndButton';
import { YesNo } from './siteColumns';
import { registryWords } from './words';

type Declaration = Schemas['Declaration'];
type Contact = Schemas['Contact'];

function Names({ names }: { names: Schemas['DomainName'][] }) {
  const t = useWords(registryWords);
  if (names.length === 0) return <span className="hb-faint">{t('none')}</span>;
  return (
    <span className="hb-cell-lines">
      {names.map((name) => (
        <span key={`${name.ascii}:${name.port ?? ''}`}>
          <Tooltip title={name.ascii !== name.unicode ? name.ascii : undefined}>
            <OutsideLink
              address={`http://${name.ascii}${name.port === null ? '' : `:${name.port}`}/`}
              text={name.unicode}
            />
          </Tooltip>{' '}
          {name.port !== null && <small className="hb-soft">{t('port', { port: name.port })}</small>}
        </span>
      ))}
    </span>
  );
}

interface Section {
  site: Schemas['Site'];
  editable: boolean;
}

function useDeclarationColumns(
  editable: boolean,
  edit: (row: Declaration) => void,
): NonNullable<TableProps<Declaration>['columns']> {
  const t = useWords(registryWords);
  return [
    {
      key: 'organisation',
      title: t('organisation'),
      width: 200,
      render: (_, row) => (
        <Link to={`/organisations/${row.organisation.id}`}>
          <Foreign>{row.organisation.name}</Foreign>
        </Link>
      ),
    },
    {
      key: 'department',
      title: t('department'),
      width: 170,
      render: (_, row) => <Foreign>{row.department || '—'}</Foreign>,
    },
    { key: 'ascii', title: t('asciiNames'), width: 240, render: (_, row) => <Names names={row.ascii_domains} /> },
    { key: 'chinese', title: t('chineseNames'), width: 220, render: (_, row) => <Names names={row.chinese_domains} /> },
    {
      key: 'mark',
      title: t('mark_hung'),
      width: 84,
      align: 'center',
      render: (_, row) => <YesNo value={row.mark_hung} />,
    },
    {
      key: 'contact',
      title: t('contactName'),
      width: 160,
      render: (_, row) => <Foreign>{[row.contact, ...row.phones].filter(Boolean).join('  ') || '—'}</Foreign>,
    },
    { key: 'since', title: t('effective'), width: 140, render: (_, row) => <When at={row.effective_from} /> },
    ...(editable
      ? [
          {
            key: 'edit',
            width: 150,
            render: (_: unknown, row: Declaration) => (
              <Space size={0}>
                <Button
                  type="text"
                  size="small"
                  icon={<EditOutlined />}
                  aria-label={t('editDeclaration')}
                  onClick={() => edit(row)}
                />
                <EndButton
                  small
                  label={t('end')}
                  ask={t('endDeclarationAsk')}
                  end={() =>
                    answer(
                      api.DELETE('/declarations/{id}', {
                        params: { path: { id: row.id }, header: { 'If-Match': row.etag } },
                      }),
                    )
                  }
                />
              </Space>
            ),
          },
        ]
      : []),
  ];
}

export function DeclarationsCard({ site, editable }: Section) {
  const t = useWords(registryWords);
  const [editing, setEditing] = useState<Declaration | 'new' | null>(null);
  const columns = useDeclarationColumns(editable, setEditing);
  return (
    <Card
      size="small"
      title={t('declarations')}
      extra={
        editable && (
          <Button type="link" size="small" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
            {t('newDeclaration')}
          </Button>
        )
      }
    >
      <Table<Declaration>
        size="small"
        pagination={false}
        rowKey="id"
        columns={columns}
        dataSource={site.declarations}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noDeclarations')} /> }}
      />
      {editing && (
        <DeclarationForm
          site={site.id}
          declaration={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </Card>
  );
}

function useContactColumns(
  editable: boolean,
  edit: (row: Contact) => void,
): NonNullable<TableProps<Contact>['columns']> {
  const t = useWords(registryWords);
  return [
    { key: 'name', title: t('contactName'), width: 160, render: (_, row) => <Foreign>{row.name}</Foreign> },
    { key: 'duty', title: t('duty'), width: 140, render: (_, row) => <Foreign>{row.duty || '—'}</Foreign> },
    { key: 'phones', title: t('phones'), render: (_, row) => <Foreign>{row.phones.join('  ') || '—'}</Foreign> },
    { key: 'mail', title: t('mail'), render: (_, row) => <Foreign>{row.mail || '—'}</Foreign> },
    {
      key: 'organisation',
      title: t('organisation'),
      render: (_, row) => <Foreign>{row.organisation?.name ?? '—'}</Foreign>,
    },
    ...(editable
      ? [
          {
            key: 'edit',
            width: 150,
            render: (_: unknown, row: Contact) => (
              <Space size={0}>
                <Button
                  type="text"
                  size="small"
                  icon={<EditOutlined />}
                  aria-label={t('editContact')}
                  onClick={() => edit(row)}
                />
                <EndButton
                  small
                  label={t('end')}
                  ask={t('endContactAsk')}
                  end={() =>
                    answer(
                      api.DELETE('/contacts/{id}', {
                        params: { path: { id: row.id }, header: { 'If-Match': row.etag } },
                      }),
                    )
                  }
                />
              </Space>
            ),
          },
        ]
      : []),
  ];
}

export function ContactsCard({ site, editable }: Section) {
  const t = useWords(registryWords);
  const [editing, setEditing] = useState<Contact | 'new' | null>(null);
  const columns = useContactColumns(editable, setEditing);
  if (site.contacts.length === 0 && !editable) return null;
  return (
    <Card
      size="small"
      title={t('contacts')}
      extra={
        editable && (
          <Button type="link" size="small" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
            {t('newContact')}
          </Button>
        )
      }
    >
      {site.contacts.length === 0 ? (
        <span className="hb-faint">{t('noContacts')}</span>
      ) : (
        <Table<Contact>
          size="small"
          pagination={false}
          rowKey="id"
          columns={columns}
          dataSource={site.contacts}
          scroll={{ x: 'max-content' }}
        />
      )}
      {editing && (
        <ContactForm
          site={site.id}
          contact={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </Card>
  );
}
