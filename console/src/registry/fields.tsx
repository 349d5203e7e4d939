// The inputs that several forms of the register share.
import { Form, Input, Radio, Select } from 'antd';
import type { Schemas } from '../api/client';
import { useWords } from '../language/LanguageContext';
import { useOrganisationOptions, useRegionOptions } from './options';
import { registryWords } from './words';

type Path = string | string[];

export function TextField({
  name,
  word,
  most,
  needed,
}: {
  name: Path;
  word: keyof typeof registryWords;
  most: number;
  needed?: boolean;
}) {
  const t = useWords(registryWords);
  const rules = needed ? [{ required: true, whitespace: true, message: t('nameNeeded') }] : [];
  return (
    <Form.Item name={name} label={t(word)} rules={rules}>
      <Input maxLength={most} autoFocus={needed} />
    </Form.Item>
  );
}

export function RemarkField({ name }: { name: Path }) {
  const t = useWords(registryWords);
  return (
    <Form.Item name={name} label={t('remark')}>
      <Input.TextArea rows={2} maxLength={1000} />
    </Form.Item>
  );
}

// Several short texts, each finished with Enter or a separator.
export function ListField({
  name,
  word,
  hint,
  most,
}: {
  name: Path;
  word: keyof typeof registryWords;
  hint: keyof typeof registryWords;
  most: number;
}) {
  const t = useWords(registryWords);
  return (
    <Form.Item name={name} label={t(word)} extra={t(hint)}>
      <Select
        mode="tags"
        open={false}
        suffixIcon={null}
        tokenSeparators={[',', '，', '、', ';', '；', ' ', '\n']}
        maxCount={most}
      />
    </Form.Item>
  );
}

export function RegionField({ chosen }: { chosen?: Schemas['RegionRef'] | null }) {
  const t = useWords(registryWords);
  const regions = useRegionOptions(chosen);
  return (
    <Form.Item name="region" label={t('region')}>
      <Select
        allowClear
        showSearch={{ filterOption: false, onSearch: regions.search }}
        loading={regions.loading}
        options={regions.options}
      />
    </Form.Item>
  );
}

interface OrganisationFieldProps {
  name: Path;
  word: 'organisation' | 'orgSuperior';
  chosen?: Schemas['Named'] | null;
  without?: number; // an organisation does not answer to itself
  needed?: boolean;
}

export function OrganisationField({ name, word, chosen, without, needed }: OrganisationFieldProps) {
  const t = useWords(registryWords);
  const organisations = useOrganisationOptions(chosen);
  return (
    <Form.Item name={name} label={t(word)} rules={needed ? [{ required: true, message: t('nameNeeded') }] : []}>
      <Select
        allowClear
        showSearch={{ filterOption: false, onSearch: organisations.search }}
        loading={organisations.loading}
        options={organisations.options.filter((option) => option.value !== without)}
      />
    </Form.Item>
  );
}

export function MarkField({ name }: { name: Path }) {
  const t = useWords(registryWords);
  return (
    <Form.Item name={name} label={t('formMark')}>
      <Radio.Group
        options={[
          { value: 'yes', label: t('yes') },
          { value: 'no', label: t('no') },
          { value: 'unknown', label: t('unknown') },
        ]}
      />
    </Form.Item>
  );
}

export function SinceField() {
  const t = useWords(registryWords);
  return (
    <Form.Item name="effective_from" label={t('formEffective')}>
      <Input type="datetime-local" className="hb-date" />
    </Form.Item>
  );
}
