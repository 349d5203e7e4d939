// Over which part of the register: a kind, and one of that kind.
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { answer, api, type Schemas } from '../api/client';
import { useWords } from '../language/LanguageContext';
import { accountWords } from './accountWords';

type Kind = Schemas['ScopeKind'];
type Listed = 'region' | 'organisation' | 'site';

export interface ScopeValues {
  scope: Kind;
  region?: string;
  organisation?: number;
  sector?: string;
  site?: number;
}

// The choices of one kind, found on the server as one types.
export function useScopes(kind: Listed) {
  const [wanted, setWanted] = useState('');
  const query = useQuery({
    queryKey: ['scopes', kind, wanted],
    queryFn: () => answer(api.GET('/scopes', { params: { query: { kind, q: wanted } } })),
    staleTime: 60_000,
  });
  const options = (query.data?.items ?? []).map((one) => ({ value: one.code ?? one.id ?? 0, label: one.name }));
  return { options, loading: query.isFetching, search: setWanted };
}

export function ScopePicker({ kind, needed = true }: { kind: Listed; needed?: boolean }) {
  const t = useWords(accountWords);
  const scopes = useScopes(kind);
  return (
    <Form.Item name={kind} label={t(kind)} rules={needed ? [{ required: true, message: t('needed') }] : []}>
      <Select
        allowClear
        showSearch={{ filterOption: false, onSearch: scopes.search }}
        loading={scopes.loading}
        options={scopes.options}
      />
    </Form.Item>
  );
}

export function ScopeFields() {
  const t = useWords(accountWords);
  const kind: Kind | undefined = Form.useWatch('scope');
  return (
    <>
      <Form.Item name="scope" label={t('scope')}>
        <Radio.Group
          options={(['nation', 'region', 'organisation', 'sector', 'site'] as const).map((one) => ({
            value: one,
            label: t(one === 'organisation' ? 'unit' : one),
          }))}
        />
      </Form.Item>
      {(kind === 'region' || kind === 'organisation' || kind === 'site') && <ScopePicker key={kind} kind={kind} />}
      {kind === 'sector' && (
        <Form.Item
          name="sector"
          label={t('sector')}
          rules={[{ required: true, whitespace: true, message: t('needed') }]}
        >
          <Input maxLength={60} />
        </Form.Item>
      )}
    </>
  );
}
