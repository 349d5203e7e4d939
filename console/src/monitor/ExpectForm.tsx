// What the DNS is expected to say of one host: entries and how answers are held against them.
import { Form, Radio, Select } from 'antd';
import { answer, api, type Schemas } from '../api/client';
import { useWords } from '../language/LanguageContext';
import { EditDrawer } from '../registry/EditDrawer';
import { nameWords } from './nameWords';

type Mode = Schemas['ExpectMode'];
const kModes: Mode[] = ['all_answers', 'all_expected', 'equal', 'overlap'];
const kMostEntries = 32;

interface Fields {
  mode: Mode;
  entries?: string[];
}

function save(site: number, host: string, fields: Fields) {
  const entries = (fields.entries ?? []).map((entry) => entry.trim()).filter(Boolean);
  const body = { host, mode: fields.mode, entries };
  return answer(api.POST('/sites/{id}/names', { params: { path: { id: site } }, body }));
}

export function ExpectForm({
  site,
  host,
  onClose,
  onSaved,
}: {
  site: number;
  host: Schemas['HostNames'];
  onClose: () => void;
  onSaved: () => void;
}) {
  const t = useWords(nameWords);
  return (
    <EditDrawer<Fields, unknown>
      open
      title={`${t('change')} · ${host.host}`}
      initial={{ mode: host.expected?.mode ?? 'all_answers', entries: host.expected?.entries ?? [] }}
      save={(fields) => save(site, host.host, fields)}
      onClose={onClose}
      onSaved={onSaved}
    >
      <Form.Item name="mode" label={t('mode')}>
        <Radio.Group className="hb-radio-lines">
          {kModes.map((mode) => (
            <Radio key={mode} value={mode}>
              {t(mode)}
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item name="entries" label={t('entries')} extra={t('entriesHint')}>
        <Select mode="tags" open={false} maxCount={kMostEntries} tokenSeparators={[' ', ',', '，', ';', '\n']} />
      </Form.Item>
      <p className="hb-soft">{t('fromNext')}</p>
    </EditDrawer>
  );
}
